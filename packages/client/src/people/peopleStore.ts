import {
  fail,
  PersonName,
  type ContactChange,
  type KnownPerson,
  type Person,
  type Payload,
  type PersonRules,
  type Result,
  type RulesChange,
  type UserId,
  type Contact,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { PublicStore } from '../platform/store.ts';

/** The people whom the user knows, favorites first, each part sorted by name; and the result of the current search. */
export interface People {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly known: readonly Known[];
  readonly search: Search;
}

/** A known person. `name` is the user's nickname for them, or else their own name. */
export interface Known extends Person {
  /** Their own name, where the user has a nickname for them. */
  readonly theirName?: string;
  /** Whether the two have called or written to each other. */
  readonly met: boolean;
  /** Absent unless the user added them. */
  readonly contact?: Contact;
  /** What the user has decided about them; absent if nothing. */
  readonly rules?: PersonRules;
}

/** A search by exact name among all users. Known people are filtered locally while typing. */
export type Search =
  | { readonly state: 'idle' }
  | { readonly state: 'searching'; readonly name: string }
  | { readonly state: 'found'; readonly name: string; readonly person: Person }
  | { readonly state: 'nobody'; readonly name: string }
  | { readonly state: 'failed'; readonly name: string; readonly message: string };

/** Long enough that most names are complete before they are searched. */
const searchDelayMs = 250;

const noPeople: People = { state: 'loading', known: [], search: { state: 'idle' } };

/** Actions on people. */
export interface PeopleActions {
  /** Searches a user by exact name; an empty name ends the search. Only the newest search is answered. */
  search(name: string): void;
  /** A user by id, whether known or not. */
  person(userId: UserId): Promise<Result<Person>>;
  /** Adds a contact, or changes the named properties of one; an empty name restores the person's own. */
  setContact(userId: UserId, change: ContactChange): Promise<Result<unknown>>;
  removeContact(userId: UserId): Promise<Result<unknown>>;
  /** Changes the given rules about a person; the others stay. */
  setRules(userId: UserId, change: RulesChange): Promise<Result<unknown>>;
  /** Tells the host of the server about a person, with messages that the host may then read. */
  report(report: Report): Promise<Result<unknown>>;
}

/** What a user tells the host about a person. */
type Report = Payload<'report:send'>;

/** The only writer of the people. */
export class PeopleStore extends PublicStore<People> implements PeopleActions {
  readonly #signaling: SignalingClient;
  readonly #clock: Clock;
  readonly #store: StoreApi<People>;
  #cancelSearch: () => void = () => {};
  /** Rises with each search and sign-out: only the newest search is answered. */
  #searches = 0;
  #turn = 0;

  constructor(signaling: SignalingClient, clock: Clock) {
    const store = createStore<People>(() => noPeople);
    super(store);
    this.#store = store;
    this.#signaling = signaling;
    this.#clock = clock;
  }

  reset(): void {
    this.#turn += 1;
    this.search('');
    this.#store.setState(noPeople, true);
  }

  /** The server is reachable again: fetches the list, and repeats a search that failed or is unanswered. */
  async refresh(): Promise<void> {
    const { search } = this.#store.getState();
    if (search.state === 'searching' || search.state === 'failed') this.search(search.name);
    const turn = this.#turn;
    const answer = await this.#signaling.request('people:list', {});
    if (turn !== this.#turn) return;
    if (answer.ok) this.#store.setState({ state: 'ready', known: inOrder(answer.data.people.map(asKnown)) });
    else if (this.#store.getState().state === 'loading') this.#store.setState({ state: 'failed' });
  }

  /** Removes a person who is no longer a contact, with whom the user never talked, and about whom there are no rules. */
  changed(person: KnownPerson): void {
    const others = this.#store.getState().known.filter(({ id }) => id !== person.id);
    const isKnown = person.met || person.contact !== undefined || person.rules !== undefined;
    this.#store.setState({ known: isKnown ? inOrder([...others, asKnown(person)]) : others });
  }

  async setContact(userId: UserId, { name, ...change }: ContactChange): Promise<Result<unknown>> {
    if (name === undefined) return this.#taken(this.#signaling.request('contact:set', { userId, ...change }));
    const called = v.safeParse(v.union([v.literal(''), PersonName]), name.trim());
    if (!called.success) return fail('badRequest', { message: called.issues[0].message });
    return this.#taken(this.#signaling.request('contact:set', { userId, ...change, name: called.output }));
  }

  removeContact(userId: UserId): Promise<Result<unknown>> {
    return this.#taken(this.#signaling.request('contact:remove', { userId }));
  }

  report(report: Report): Promise<Result<unknown>> {
    return this.#signaling.request('report:send', report);
  }

  setRules(userId: UserId, change: RulesChange): Promise<Result<unknown>> {
    return this.#taken(this.#signaling.request('privacy:setRules', { userId, change }));
  }

  /** All devices get a push; should it be lost, the answer says the same. */
  async #taken(asked: Promise<Result<KnownPerson>>): Promise<Result<unknown>> {
    const turn = this.#turn;
    const answer = await asked;
    if (answer.ok && turn === this.#turn) this.changed(answer.data);
    return answer;
  }

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
