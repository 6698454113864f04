import { fail, type Data, type Result, type Settings, type SettingsChange } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { PublicStore } from '../platform/store.ts';

/**
 * The user's settings, the same on all their devices.
 *
 * ```
 *   unknown ──hello──> known{ idle } ──change──> known{ saving } ──answer──> known{ idle }
 *                           ^                          └── refused, or none ──> known{ failed }
 *                           └──────────── hello, news of a change ──────────────────┘
 * ```
 */
export type SettingsState =
  /** The server has not answered yet. */
  | { readonly state: 'unknown' }
  | {
      readonly state: 'known';
      /** The values on the server; a change shows once the server has accepted it. */
      readonly values: Settings;
      /** Whether the server offers a relay; without one, calls can only be direct. */
      readonly canRelay: boolean;
      readonly change: ChangeState;
    };

/** The outcome of the last change. */
export type ChangeState =
  | { readonly state: 'idle' }
  | { readonly state: 'saving'; readonly requested: SettingsChange }
  | { readonly state: 'failed'; readonly requested: SettingsChange; readonly message: string };

const idle: ChangeState = { state: 'idle' };

/** Actions on settings. */
export interface SettingsActions {
  /** Changes the named settings on all devices of the user. The store shows the outcome, too. */
  change(change: SettingsChange): Promise<Result<Settings>>;
}

/** The only writer of the settings. */
export class SettingsStore extends PublicStore<SettingsState> implements SettingsActions {
  readonly #signaling: SignalingClient;
  readonly #store: StoreApi<SettingsState>;
  /** Rises with each change and sign-out: the screen shows only the newest change's outcome. */
  #turn = 0;

  constructor(signaling: SignalingClient) {
    const store = createStore<SettingsState>(() => ({ state: 'unknown' }));
    super(store);
    this.#store = store;
    this.#signaling = signaling;
  }

  /** Forgets everything: another user may sign in next. */
  reset(): void {
    this.#turn += 1;
    this.#store.setState({ state: 'unknown' }, true);
  }

  /** The server is reachable: its values are valid, whatever became of an earlier change. */
  onHello({ settings, canRelay }: Pick<Data<'session:hello'>, 'settings' | 'canRelay'>): void {
    this.#turn += 1;
    this.#store.setState({ state: 'known', values: settings, canRelay, change: idle }, true);
  }

  /**
   * Changed on this or another device. If the answer to a change was lost, this push shows that the change was made, so
   * its failure is cleared.
   */
  changed(values: Settings): void {
    const known = this.#store.getState();
    if (known.state === 'unknown') return;
    const change = known.change.state === 'failed' ? idle : known.change;
    this.#store.setState({ ...known, values, change }, true);
  }

  /** Changes settings; the old values stay until the server has accepted. */
  async change(requested: SettingsChange): Promise<Result<Settings>> {
    if (this.#store.getState().state === 'unknown') return fail('offline');
    const turn = ++this.#turn;
    this.#show({ state: 'saving', requested });
    const answer = await this.#signaling.request('settings:set', requested);
    if (turn !== this.#turn) return answer;
    if (answer.ok) this.changed(answer.data);
    this.#show(answer.ok ? idle : { state: 'failed', requested, message: answer.error.message });
    return answer;
  }

  #show(change: ChangeState): void {
    this.#store.setState({ change });
  }
}
