import type { Person, UserId } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { showPeerOf, withDisplayNames } from '../people/displayNames.ts';
import type { People, PeopleActions } from '../people/peopleStore.ts';
import { PublicStore, type ReadonlyStore } from '../platform/store.ts';
import type { CallScreen } from './selectors/callScreen.ts';

/** A call to somebody whom the user has blocked. It waits until the user has decided. */
export interface UnblockQuestion {
  readonly peer: Person;
  /** Unblocks the person's calls, and places the call. */
  readonly unblockAndCall: () => void;
  readonly cancel: () => void;
}

/**
 * Asks before the user calls somebody whose calls they have blocked, because the server refuses such a call. All calls come
 * through here, by whatever button they are placed.
 */
export class UnblockPrompt extends PublicStore<UnblockQuestion | null> {
  readonly #people: ReadonlyStore<People> & Pick<PeopleActions, 'setRules'>;
  readonly #store: StoreApi<UnblockQuestion | null>;

  constructor(people: ReadonlyStore<People> & Pick<PeopleActions, 'setRules'>) {
    const store = createStore<UnblockQuestion | null>(() => null);
    const show = showPeerOf<UnblockQuestion>();
    super(withDisplayNames(store, people, (question, names) => question && show(question, names)));
    this.#people = people;
    this.#store = store;
  }

  /** Places a call, after a question if its callee is blocked. A newer call replaces the question. */
  beforePlacing(to: Person, place: () => void): void {
    this.#show(isBlocked(this.#people.getState(), to.id) ? this.#question(to, place) : null);
    if (this.#store.getState() === null) place();
  }

  /** A call of this device began, which leaves no room for another one; or the user signed out. */
  drop(): void {
    this.#show(null);
  }

  /** Drops the question as soon as there is a call. */
  follow(calls: ReadonlyStore<CallScreen>): void {
    calls.subscribe(({ current }) => current !== null && this.drop());
  }

  #question(peer: Person, place: () => void): UnblockQuestion {
    return {
      peer,
      cancel: () => this.drop(),
      unblockAndCall: () => {
        this.drop();
        // If it fails, the server refuses the call and says why.
        void this.#people.setRules(peer.id, { blocksCalls: false }).then(place);
      },
    };
  }

  #show(question: UnblockQuestion | null): void {
    if (this.#store.getState() !== question) this.#store.setState(question, true);
  }
}

function isBlocked({ known }: People, userId: UserId): boolean {
  return known.find(({ id }) => id === userId)?.rules?.blocksCalls === true;
}
