import type { CarryingLink } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ReadonlyStore } from '../platform/store.ts';
import type { CallsController, CallsControllerDeps } from './callsController.ts';
import type { CallScreen } from './selectors/callScreen.ts';
import type { CallAction } from './state/callAction.ts';
import type { Me } from './state/callsState.ts';

/** Loads the code of calls: unused before sign-in, and an eighth of the first load. */
async function loadController(): Promise<typeof CallsController> {
  return (await import('./callsController.ts')).CallsController;
}

const signedOutScreen: CallScreen = {
  current: null,
  held: null,
  second: null,
  incoming: null,
  outcome: null,
  toasts: [],
  cannotPlace: 'offline',
};

type Waiting = (controller: CallsController) => void;

/**
 * This device's calls, whose code is loaded at once but is not part of the first load. What happens before it is there
 * waits in order. It comes with the code of the connection, so nothing can come from the server before it; if it cannot
 * be loaded, the next thing that happens tries again.
 */
export class LazyCalls {
  readonly #deps: CallsControllerDeps;
  readonly #load: typeof loadController;
  readonly #store: StoreApi<CallScreen> = createStore<CallScreen>(() => signedOutScreen);
  #controller: CallsController | undefined;
  #isLoading = false;
  #isClosed = false;
  #waiting: Waiting[] = [];

  constructor(deps: CallsControllerDeps, load = loadController) {
    this.#deps = deps;
    this.#load = load;
    void this.#start();
  }

  get screen(): ReadonlyStore<CallScreen> {
    return this.#store;
  }

  dispatch(action: CallAction): void {
    this.#whenLoaded((controller) => controller.dispatch(action));
  }

  signedIn(me: Me): void {
    this.#whenLoaded((controller) => controller.signedIn(me));
  }

  /** The links over which media comes in at this moment, for the hello. */
  carrying(): CarryingLink[] {
    return this.#controller?.carrying() ?? [];
  }

  /** Whether this device needs the server soon: to continue its call, or to report an ending. */
  isServerAwaited(): boolean {
    return this.#controller?.isServerAwaited() ?? false;
  }

  /** Ends the call of this device, and waits for the server's confirmation for at most `timeoutMs`. */
  async endAndSettle(timeoutMs: number): Promise<void> {
    await this.#controller?.endAndSettle(timeoutMs);
  }

  /** Releases everything; later actions are ignored. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#controller?.close();
  }

  #whenLoaded(act: Waiting): void {
    if (this.#isClosed) return;
    if (this.#controller !== undefined) return act(this.#controller);
    this.#waiting.push(act);
    void this.#start();
  }

  async #start(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const Controller = await this.#load().catch(() => undefined);
    this.#isLoading = false;
    if (Controller === undefined || this.#isClosed) return;
    const controller = new Controller(this.#deps);
    this.#controller = controller;
    controller.screen.subscribe((screen) => this.#store.setState(screen, true));
    this.#store.setState(controller.screen.getState(), true);
    for (const act of this.#waiting.splice(0)) act(controller);
  }
}
