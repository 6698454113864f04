import { createStore, type StoreApi } from 'zustand/vanilla';
import { inTime, succeeds } from '../../../ui/browser/attempt.ts';
import type { PipPage, PipPorts } from './pipApi.ts';

/**
 * Where a call is shown besides its tab.
 *
 * ```
 *   closed ──open──> opening ──granted──> window ──closed by the user, by a key, or with the call──> closed
 *                       │                 picture ──left──────────────────────────────────────────────^
 *                       └──refused: tries the picture alone, else──> refused ──open──> opening
 * ```
 */
export type PipState<Page> =
  | { readonly name: 'closed' }
  | { readonly name: 'opening' }
  | { readonly name: 'window'; readonly page: Page }
  | { readonly name: 'picture' }
  | { readonly name: 'refused' };

/** A browser that has not opened its window by then counts as refusing. */
const openTimeoutMs = 5_000;

/** Opens and closes the small window of one call. Late answers of the browser are closed at once. */
export class PictureInPicture<Page extends PipPage> {
  readonly state: StoreApi<PipState<Page>> = createStore<PipState<Page>>()(() => ({ name: 'closed' }));
  readonly #ports: () => PipPorts<Page>;
  /** Rises with each request and each end, so that a late window is recognized. */
  #turn = 0;

  constructor(ports: () => PipPorts<Page>) {
    this.#ports = ports;
  }

  /** Browsers allow it right after a press, or when they ask for it themselves. */
  async open(): Promise<void> {
    const { name } = this.state.getState();
    if (name === 'opening' || name === 'window' || name === 'picture') return;
    const turn = ++this.#turn;
    this.#show({ name: 'opening' });
    const page = await this.#openWindow(turn);
    if (turn !== this.#turn) return;
    if (page !== undefined) return this.#show({ name: 'window', page });
    const isShown = await this.#showPicture(turn);
    if (turn === this.#turn) this.#show({ name: isShown ? 'picture' : 'refused' });
    else if (isShown) this.#ports().leavePicture();
  }

  close(): void {
    this.#turn += 1;
    const state = this.state.getState();
    this.#show({ name: 'closed' });
    if (state.name === 'window') state.page.close();
    if (state.name === 'picture') this.#ports().leavePicture();
  }

  async #openWindow(turn: number): Promise<Page | undefined> {
    const { openWindow } = this.#ports();
    if (openWindow === undefined) return undefined;
    let page: Page | undefined;
    let isAwaited = true;
    const opening = succeeds(async () => {
      const opened = await openWindow();
      if (turn !== this.#turn || !isAwaited) return opened.close();
      opened.addEventListener('pagehide', () => this.#left(turn), { once: true });
      page = opened;
    });
    await inTime(opening, openTimeoutMs, false);
    isAwaited = false;
    return page;
  }

  #showPicture(turn: number): Promise<boolean> {
    const { showPicture } = this.#ports();
    if (showPicture === undefined) return Promise.resolve(false);
    return inTime(
      succeeds(() => showPicture(() => this.#left(turn))),
      openTimeoutMs,
      false,
    );
  }

  /** The user closed it, or pressed the browser's own "Back to tab". */
  #left(turn: number): void {
    if (turn !== this.#turn) return;
    this.#turn += 1;
    this.#show({ name: 'closed' });
  }

  #show(state: PipState<Page>): void {
    this.state.setState(state, true);
  }
}
