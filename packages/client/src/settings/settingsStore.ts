import { fail, type Data, type Result, type Settings, type SettingsChange } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { PublicStore } from '../platform/store.ts';

/**
 * What the user has set, the same on all their devices.
 *
 * ```
 *   unknown ──hello──> known{ idle } ──change──> known{ saving } ──answer──> known{ idle }
 *                           ^                          └── refused, or none ──> known{ failed }
 *                           └──────────── hello, news of a change ──────────────────┘
 * ```
 */
export type SettingsState =
  /** The server has not said yet. */
  | { readonly state: 'unknown' }
  | {
      readonly state: 'known';
      /** What the server has; a wish shows here once it holds. */
      readonly values: Settings;
      /** Whether there is a relay that this browser can reach; without one, calls can only be direct. */
      readonly canRelay: boolean;
      readonly change: ChangeState;
    };

/** What became of the last wish to change something. */
export type ChangeState =
  | { readonly state: 'idle' }
  | { readonly state: 'saving'; readonly wish: SettingsChange }
  | { readonly state: 'failed'; readonly wish: SettingsChange; readonly message: string };

const idle: ChangeState = { state: 'idle' };

/** What can be done about settings. */
export interface SettingsActions {
  /** Changes the named settings on all devices of the user. The store shows the outcome, too. */
  change(change: SettingsChange): Promise<Result<Settings>>;
}

/** The only writer of the settings. */
export class SettingsStore extends PublicStore<SettingsState> implements SettingsActions {
  readonly #signaling: SignalingClient;
  readonly #store: StoreApi<SettingsState>;
  /** Rises with each change and each sign-out: only the newest change is answered on the screen. */
  #turn = 0;

  constructor(signaling: SignalingClient) {
    const store = createStore<SettingsState>(() => ({ state: 'unknown' }));
    super(store);
    this.#store = store;
    this.#signaling = signaling;
  }

  /** Forgets everything: somebody else may sign in next. */
  reset(): void {
    this.#turn += 1;
    this.#store.setState({ state: 'unknown' }, true);
  }

  /** The server is there, perhaps again: what it says holds, whatever became of a change before. */
  greeted({ settings, canRelay }: Pick<Data<'session:hello'>, 'settings' | 'canRelay'>): void {
    this.#turn += 1;
    this.#store.setState({ state: 'known', values: settings, canRelay, change: idle }, true);
  }

  /**
   * Changed on this or another device. After a change whose answer got lost this tells that it was made after all, so
   * no failure is shown beside it.
   */
  changed(values: Settings): void {
    const known = this.#store.getState();
    if (known.state === 'unknown') return;
    const change = known.change.state === 'failed' ? idle : known.change;
    this.#store.setState({ ...known, values, change }, true);
  }

  /** Asks the server to change some settings; until it has, the old ones hold. */
  async change(wish: SettingsChange): Promise<Result<Settings>> {
    if (this.#store.getState().state === 'unknown') return fail('offline');
    const turn = ++this.#turn;
    this.#show({ state: 'saving', wish });
    const answer = await this.#signaling.request('settings:set', wish);
    if (turn !== this.#turn) return answer;
    if (answer.ok) this.changed(answer.data);
    this.#show(answer.ok ? idle : { state: 'failed', wish, message: answer.error.message });
    return answer;
  }

  #show(change: ChangeState): void {
    this.#store.setState({ change });
  }
}
