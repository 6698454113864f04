import { CallId, type CarryingLink, type Media, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { ReadonlyStore } from '../platform/store.ts';
import { CallEffectRunner, type CallPorts } from './effects/effectRunner.ts';
import { reduce } from './reducers/callsReducer.ts';
import { nextDeadline } from './reducers/timers.ts';
import type { CallScreen } from './selectors/callScreen.ts';
import { type ScreenActions, selectCallScreen } from './selectors/selectCallScreen.ts';
import type { CallAction } from './state/callAction.ts';
import { savePersistedCalls, readPersistedCalls } from './state/callStorage.ts';
import { type CallsState, type Me, signedOutState } from './state/callsState.ts';

/** Browsers cut longer timers short. */
const longestTimerMs = 0x7fff_ffff;

/** What calls need of the machine. */
type CallsPorts = CallPorts & Pick<PlatformPorts, 'random' | 'tabStorage'>;

/** This device's calls: one queue of events in front of one decision, and the one writer of the call screen. */
export class CallsController {
  readonly #ports: CallsPorts;
  readonly #effects: CallEffectRunner;
  readonly #actions: ScreenActions;
  readonly #store: StoreApi<CallScreen>;
  readonly #queue: CallAction[] = [];
  #state: CallsState = signedOutState;
  #isBusy = false;
  #isClosed = false;
  #cancelTimer: () => void = () => {};
  #onSettled: () => void = () => {};

  /** `alwaysRelay` says whether paths that are opened now must keep this device's address to themselves. */
  constructor(ports: CallsPorts, signaling: SignalingClient, alwaysRelay: () => boolean) {
    this.#ports = ports;
    this.#effects = new CallEffectRunner(ports, signaling, alwaysRelay, (event) => this.dispatch(event));
    this.#actions = {
      dispatch: (event) => this.dispatch(event),
      place: (to, media) => this.#place(to, media),
    };
    this.#store = createStore<CallScreen>(() => selectCallScreen(this.#state, this.#actions));
  }

  get screen(): ReadonlyStore<CallScreen> {
    return this.#store;
  }

  /** Takes an event, after those that are already waiting. */
  dispatch(event: CallAction): void {
    if (this.#isClosed) return;
    this.#queue.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
    this.#isBusy = false;
    this.#startTimer();
  }

  signedIn(me: Me): void {
    this.dispatch({
      type: 'signedIn',
      me,
      persisted: readPersistedCalls(this.#ports.tabStorage, me.deviceId),
    });
    this.#effects.watchDevices();
  }

  /** The links over which media comes in at this moment, for the hello. */
  carrying(): CarryingLink[] {
    return this.#effects.carrying();
  }

  /** Whether this device is in a call, which goes on only with the server's help, or has to tell of its end. */
  isServerAwaited(): boolean {
    return this.#state.currentCall !== null || this.#state.pendingEnds.length > 0;
  }

  /** Ends the call of this device, and waits until the server has answered, but not for long. */
  async endAndSettle(patienceMs: number): Promise<void> {
    const { currentCall } = this.#state;
    if (currentCall !== null) this.dispatch({ type: 'endPressed', key: currentCall.key });
    if (this.#state.pendingEnds.length === 0 || !this.#state.isOnline) return;
    await new Promise<void>((resolve) => {
      this.#onSettled = resolve;
      this.#ports.clock.after(patienceMs, resolve);
    });
  }

  /** Lets go of everything; nothing is taken or shown afterwards. */
  close(): void {
    this.dispatch({ type: 'pageHidden' });
    this.#isClosed = true;
    this.#effects.close();
    this.#cancelTimer();
  }

  #place(to: Person, media: Media): void {
    const callId = v.parse(CallId, this.#ports.random.uuid());
    this.dispatch({ type: 'placePressed', callId, to, media });
  }

  #take(event: CallAction): void {
    const before = this.#state;
    const { state, effects } = reduce(before, event, this.#ports.clock.now());
    this.#state = state;
    if (state !== before) this.#changed(before, state);
    for (const effect of effects) this.#effects.run(effect);
  }

  #changed(before: CallsState, state: CallsState): void {
    if (state.pendingEnds !== before.pendingEnds || state.currentCall !== before.currentCall)
      savePersistedCalls(this.#ports.tabStorage, state);
    if (state.pendingEnds.length === 0) this.#onSettled();
    this.#store.setState(selectCallScreen(state, this.#actions), true);
  }

  #startTimer(): void {
    this.#cancelTimer();
    const dueAt = nextDeadline(this.#state);
    if (dueAt === undefined || this.#isClosed) return;
    const delayMs = Math.min(Math.max(0, dueAt - this.#ports.clock.now()), longestTimerMs);
    this.#cancelTimer = this.#ports.clock.after(delayMs, () => this.dispatch({ type: 'timerFired' }));
  }
}
