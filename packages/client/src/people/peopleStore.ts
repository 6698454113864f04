import {
  fail,
  PersonName,
  type ContactChange,
  type KnownPerson,
  type Person,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { Known, People, Search } from './people.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';

/** Long enough that most names are typed to the end before they are asked for. */
const searchDelayMs = 250;

const noPeople: People = { state: 'loading', known: [], search: { state: 'idle' } };

/** The one writer of the people. */
export class PeopleStore {
  readonly #signaling: SignalingClient;
  readonly #clock: Clock;
  readonly #store: StoreApi<People> = createStore<People>(() => noPeople);
  #cancelSearch: () => void = () => {};
  /** Rises with each search and sign-out: only the newest search is answered. */
  #searches = 0;
  #turn = 0;

  constructor(signaling: SignalingClient, clock: Clock) {
    this.#signaling = signaling;
    this.#clock = clock;
  }

  get people(): ReadonlyStore<People> {
    return this.#store;
  }

  reset(): void {
    this.#turn += 1;
    this.search('');
    this.#store.setState(noPeople, true);
  }

  /** The server is there again: the list is fetched anew, and a search that it missed is made again. */
  async refresh(): Promise<void> {
    const { search } = this.#store.getState();
    if (search.state === 'searching' || search.state === 'failed') this.search(search.name);
    const turn = this.#turn;
    const answer = await this.#signaling.request('people:list', {});
    if (turn !== this.#turn) return;
    if (answer.ok) this.#store.setState({ state: 'ready', known: inOrder(answer.data.people.map(asKnown)) });
    else if (this.#store.getState().state === 'loading') this.#store.setState({ state: 'failed' });
  }

  /** Who is neither a contact any more nor was ever talked to is not known any more. */
  changed(person: KnownPerson): void {
    const others = this.#store.getState().known.filter(({ id }) => id !== person.id);
    const isKnown = person.met || person.contact !== undefined;
    this.#store.setState({ known: isKnown ? inOrder([...others, asKnown(person)]) : others });
  }

  /** Adds somebody to the contacts, or changes what is named of one; an empty name is theirs again. */
  async setContact(userId: UserId, { name, ...change }: ContactChange): Promise<Result<unknown>> {
    if (name === undefined) return this.#taken(this.#signaling.request('contact:set', { userId, ...change }));
    const called = v.safeParse(v.union([v.literal(''), PersonName]), name.trim());
    if (!called.success) return fail('badRequest', { message: called.issues[0].message });
    return this.#taken(this.#signaling.request('contact:set', { userId, ...change, name: called.output }));
  }

  removeContact(userId: UserId): Promise<Result<unknown>> {
    return this.#taken(this.#signaling.request('contact:remove', { userId }));
  }

  /** All devices are told; should that push be lost, the answer says the same. */
  async #taken(asked: Promise<Result<KnownPerson>>): Promise<Result<unknown>> {
    const turn = this.#turn;
    const answer = await asked;
    if (answer.ok && turn === this.#turn) this.changed(answer.data);
    return answer;
  }

  /** Looks for a user by exact name; an empty name ends the search. */
  search(text: string): void {
    this.#searches += 1;
    this.#cancelSearch();
    const name = text.trim();
    if (name === '') return this.#show({ state: 'idle' });
    if (!v.safeParse(PersonName, name).success) return this.#show({ state: 'nobody', name });
    this.#show({ state: 'searching', name });
    const search = this.#searches;
    this.#cancelSearch = this.#clock.after(searchDelayMs, () => void this.#find(name, search));
  }

  /** A user by id, be they known or not. */
  person(userId: UserId): Promise<Result<Person>> {
    const known = this.#store.getState().known.find(({ id }) => id === userId);
    if (known !== undefined) return Promise.resolve({ ok: true, data: known });
    return this.#signaling.request('people:get', { userId });
  }

  async #find(name: string, search: number): Promise<void> {
    const answer = await this.#signaling.request('people:find', { name });
    if (search === this.#searches) this.#show(foundBy(name, answer));
  }

  #show(search: Search): void {
    this.#store.setState({ search });
  }
}

function foundBy(name: string, answer: Result<Person>): Search {
  if (answer.ok) return { state: 'found', name, person: answer.data };
  const { code, message } = answer.error;
  return code === 'notFound' ? { state: 'nobody', name } : { state: 'failed', name, message };
}

function asKnown(person: KnownPerson): Known {
  const mine = person.contact?.name;
  return mine === undefined ? person : { ...person, name: mine, theirName: person.name };
}

function inOrder(people: readonly Known[]): readonly Known[] {
  const rank = ({ contact }: Known): number => (contact?.isFavorite === true ? 0 : 1);
  return people.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
