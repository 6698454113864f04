import type { StoreApi } from 'zustand/vanilla';

/** A store as everyone but its one writer sees it. `useStore` of zustand takes it as it is. */
export type ReadonlyStore<State> = Pick<StoreApi<State>, 'getState' | 'getInitialState' | 'subscribe'>;
