import { PersonName, type Person, type Result, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../session/ports.ts';
import type { Wire } from '../session/wire.ts';
import type { People, Search } from './people.ts';
import type { Readable } from './readable.ts';

/** Long enough that most names are typed to the end before they are asked for. */
const searchDelayMs = 250;

const noPeople: People = { state: 'loading', known: [], search: { state: 'idle' } };

/** The one writer of the people. */
export class PeopleKeeper {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #store: StoreApi<People> = createStore<People>(() => noPeople);
  #cancelSearch: () => void = () => {};
  /** Rises with each search and sign-out: only the newest search is answered. */
  #searches = 0;
  #turn = 0;

  constructor(wire: Wire, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
  }

  get people(): Readable<People> {
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
    const answer = await this.#wire.request('people:list', {});
    if (turn !== this.#turn) return;
    if (answer.ok) this.#store.setState({ state: 'ready', known: byName(answer.data.people) });
    else if (this.#store.getState().state === 'loading') this.#store.setState({ state: 'failed' });
  }

  changed(person: Person): void {
    const others = this.#store.getState().known.filter(({ id }) => id !== person.id);
    this.#store.setState({ known: byName([...others, person]) });
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
    return this.#wire.request('people:get', { userId });
  }

  async #find(name: string, search: number): Promise<void> {
    const answer = await this.#wire.request('people:find', { name });
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

function byName(people: readonly Person[]): readonly Person[] {
  return people.toSorted((a, b) => a.name.localeCompare(b.name));
}
