import { CallId, type CarryingLink, type Media, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { ClockWatch } from '../platform/clockWatch.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { ReadonlyStore } from '../platform/store.ts';
import type { Trace } from '../platform/trace.ts';
import { CallEffectRunner, type EffectPorts } from './effects/effectRunner.ts';
import { reduce } from './reducers/callsReducer.ts';
import { nextDeadline } from './reducers/timers.ts';
import type { CallScreen } from './selectors/callScreen.ts';
import { selectCallScreen, type ScreenActions } from './selectors/selectCallScreen.ts';
import type { CallAction } from './state/callAction.ts';
import { readPersistedCalls, savePersistedCalls } from './state/callStorage.ts';
import { errorNameOf, traceAction, type CallTraceEntry, type FailedStep } from './state/callTrace.ts';
import { signedOutState, type CallsState, type Me } from './state/callsState.ts';
import type { QualityLog } from './state/qualityLog.ts';
import type { PlacedAbout } from './state/placedAbout.ts';

/** The longest delay of `setTimeout`, in ms; browsers fire longer timers at once. */
const longestTimerMs = 0x7fff_ffff;

export interface CallsControllerDeps {
  readonly ports: EffectPorts & Pick<PlatformPorts, 'random' | 'tabStorage'>;
  readonly signaling: SignalingClient;
  /** Whether media sessions that are opened now must hide this device's address. */
  readonly alwaysRelay: () => boolean;
  /** Places a call at once or later, or never: its callee may be somebody whom the user has blocked. */
  readonly beforePlacing: (to: Person, place: () => void) => void;
  readonly trace: Trace<CallTraceEntry>;
  /** Where looks at the quality of calls go. */
  readonly quality?: QualityLog;
}

/**
 * Owns the state of this device's calls. `dispatch` is the only way to change it: actions wait in one queue, the reducer
 * handles them one at a time, and their effects run before the next one. Writes the call screen and the trace.
 */
export class CallsController {
  readonly #deps: CallsControllerDeps;
  readonly #effects: CallEffectRunner;
  readonly #actions: ScreenActions;
  readonly #store: StoreApi<CallScreen>;
  readonly #clockWatch: ClockWatch;
  readonly #queue: CallAction[] = [];
  #state: CallsState = signedOutState;
  #isDispatching = false;
  #isClosed = false;
  #cancelTimer: () => void = () => {};
  #onSettled: () => void = () => {};

  constructor(deps: CallsControllerDeps) {
    this.#deps = deps;
    this.#effects = new CallEffectRunner({ ...deps, dispatch: (action) => this.dispatch(action) });
    this.#actions = {
      dispatch: (action) => this.dispatch(action),
      place: (to, media, about) => deps.beforePlacing(to, () => this.#place(to, media, about)),
    };
    this.#clockWatch = new ClockWatch(deps.ports.clock, () => this.dispatch({ type: 'clocksParted' }));
    this.#store = createStore<CallScreen>(() => selectCallScreen(this.#state, this.#actions));
  }

  get screen(): ReadonlyStore<CallScreen> {
    return this.#store;
  }

  /** Handles an action, after those that are already queued. */
  dispatch(action: CallAction): void {
    if (this.#isClosed) return;
    this.#queue.push(action);
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    this.#clockWatch.check();
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#handle(next);
    } finally {
      this.#isDispatching = false;
    }
    this.#startTimer();
  }

  signedIn(me: Me): void {
    const persisted = readPersistedCalls(this.#deps.ports.tabStorage, me.deviceId);
    this.dispatch({ type: 'signedIn', me, persisted });
    this.#effects.watchDevices();
  }

  /** The links over which media comes in at this moment, for the hello. */
  carrying(): CarryingLink[] {
    return this.#effects.carrying();
  }

  /** Whether this device needs the server soon: to continue its call, or to report an ending. */
  isServerAwaited(): boolean {
    return this.#state.currentCall !== null || this.#state.pendingEnds.length > 0;
  }

  /** Ends the calls of this device, and waits for the server's confirmation for at most `timeoutMs`. */
  async endAndSettle(timeoutMs: number): Promise<void> {
    // The end of the first one leaves the held one as the current call.
    for (let left = this.#state.currentCall; left !== null; left = this.#state.currentCall)
      this.dispatch({ type: 'endPressed', key: left.key });
    if (this.#state.pendingEnds.length === 0 || !this.#state.isOnline) return;
    await new Promise<void>((resolve) => {
      this.#onSettled = resolve;
      this.#deps.ports.clock.after(timeoutMs, resolve);
    });
  }

  /** Releases everything; later actions are ignored. */
  close(): void {
    this.dispatch({ type: 'pageHidden' });
    this.#isClosed = true;
    this.#clockWatch.stop();
    this.#effects.close();
    this.#cancelTimer();
  }

  #place(to: Person, media: Media, about?: PlacedAbout): void {
    const callId = v.parse(CallId, this.#deps.ports.random.uuid());
    this.dispatch({ type: 'placePressed', callId, to, media, about });
  }

  #handle(action: CallAction): void {
    const before = this.#state;
    const now = this.#deps.ports.clock.now();
    const transition = reduce(before, action, now);
    this.#state = transition.state;
    this.#deps.trace.record(traceAction(action, before, transition, now));
    if (transition.state !== before) this.#stateChanged(before);
    for (const effect of transition.effects) this.#attempt(effect.type, () => this.#effects.run(effect));
  }

  /** A browser API that throws costs its own step alone: hanging up and stopping tracks must survive anything. */
  #attempt(step: FailedStep, run: () => void): void {
    try {
      run();
    } catch (error) {
      const at = this.#deps.ports.clock.now();
      this.#deps.trace.record({ source: 'failure', at, step, error: errorNameOf(error) });
    }
  }

  #stateChanged(before: CallsState): void {
    const state = this.#state;
    const isUnsaved =
      state.pendingEnds !== before.pendingEnds ||
      state.currentCall !== before.currentCall ||
      state.heldCall !== before.heldCall;
    if (isUnsaved) this.#attempt('save', () => savePersistedCalls(this.#deps.ports.tabStorage, state));
    if (state.isOnline !== before.isOnline) this.#watchClock(state.isOnline);
    if (state.pendingEnds.length === 0) this.#onSettled();
    this.#attempt('show', () => this.#store.setState(selectCallScreen(state, this.#actions), true));
  }

  /** Each hello measures the server's time, so only what happens to the clocks after it matters. */
  #watchClock(isOnline: boolean): void {
    if (isOnline) this.#clockWatch.start();
    else this.#clockWatch.stop();
  }

  #startTimer(): void {
    this.#cancelTimer();
    const dueAt = nextDeadline(this.#state);
    if (dueAt === undefined || this.#isClosed) return;
    const { clock } = this.#deps.ports;
    const delayMs = Math.min(Math.max(0, dueAt - clock.now()), longestTimerMs);
    this.#cancelTimer = clock.after(delayMs, () => this.dispatch({ type: 'timerFired' }));
  }
}
