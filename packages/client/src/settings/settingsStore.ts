import { fail, type Data, type Result, type Settings, type SettingsChange } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';
import type { ChangeState, SettingsState } from './settings.ts';

const idle: ChangeState = { state: 'idle' };

/** The one writer of the settings. */
export class SettingsStore {
  readonly #signaling: SignalingClient;
  readonly #store: StoreApi<SettingsState> = createStore<SettingsState>(() => ({ state: 'unknown' }));
  /** Rises with each change and each sign-out: only the newest change is answered on the screen. */
  #turn = 0;

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
  }

  get settings(): ReadonlyStore<SettingsState> {
    return this.#store;
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
