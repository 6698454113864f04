import type { StoreApi } from 'zustand/vanilla';

/** A store as its readers see it. Zustand's `useStore` takes it as it is. */
export type ReadonlyStore<State> = Pick<StoreApi<State>, 'getState' | 'getInitialState' | 'subscribe'>;

/** A part of the engine: readers see a store with actions, and only the subclass writes to it. */
export abstract class PublicStore<State> implements ReadonlyStore<State> {
  readonly getState: ReadonlyStore<State>['getState'];
  readonly getInitialState: ReadonlyStore<State>['getInitialState'];
  readonly subscribe: ReadonlyStore<State>['subscribe'];

  /** `source` is what readers see; a subclass may write to another store that it derives from. */
  constructor(source: ReadonlyStore<State>) {
    this.getState = source.getState;
    this.getInitialState = source.getInitialState;
    this.subscribe = source.subscribe;
  }
}

/** A store whose readers cannot disturb each other: one that throws is reported, and the others still get the change. */
export function withIsolatedReaders<State>(
  source: ReadonlyStore<State>,
  onFailure: (error: unknown) => void,
): ReadonlyStore<State> {
  return {
    getState: source.getState,
    getInitialState: source.getInitialState,
    subscribe: (reader) =>
      source.subscribe((state, before) => {
        try {
          reader(state, before);
        } catch (error) {
          onFailure(error);
        }
      }),
  };
}
