import { CallId, type CarryingLink, type Media, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { ReadonlyStore } from '../platform/store.ts';
import { CallEffects, type CallPorts } from './effects/effectRunner.ts';
import { decide } from './reducers/callsReducer.ts';
import { nextDueAt } from './reducers/timers.ts';
import type { CallScreen } from './selectors/callScreen.ts';
import { type ScreenActions, screenOf } from './selectors/selectCallScreen.ts';
import type { CallsEvent } from './state/callAction.ts';
import { keep, readKept } from './state/callStorage.ts';
import { type CallsState, type Me, nobody } from './state/callsState.ts';

/** Browsers cut longer timers short. */
const longestTimerMs = 0x7fff_ffff;

/** What calls need of the machine. */
type CallsPorts = CallPorts & Pick<PlatformPorts, 'random' | 'tabStorage'>;

/** This device's calls: one queue of events in front of one decision, and the one writer of the call screen. */
export class Calls {
  readonly #ports: CallsPorts;
  readonly #effects: CallEffects;
  readonly #actions: ScreenActions;
  readonly #store: StoreApi<CallScreen>;
  readonly #queue: CallsEvent[] = [];
  #state: CallsState = nobody;
  #isBusy = false;
  #isClosed = false;
  #cancelTimer: () => void = () => {};
  #onSettled: () => void = () => {};

  /** `alwaysRelay` says whether paths that are opened now must keep this device's address to themselves. */
  constructor(ports: CallsPorts, signaling: SignalingClient, alwaysRelay: () => boolean) {
    this.#ports = ports;
    this.#effects = new CallEffects(ports, signaling, alwaysRelay, (event) => this.dispatch(event));
    this.#actions = {
      dispatch: (event) => this.dispatch(event),
      place: (to, media) => this.#place(to, media),
    };
    this.#store = createStore<CallScreen>(() => screenOf(this.#state, this.#actions));
  }

  get screen(): ReadonlyStore<CallScreen> {
    return this.#store;
  }

  /** Takes an event, after those that are already waiting. */
  dispatch(event: CallsEvent): void {
    if (this.#isClosed) return;
    this.#queue.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next);
    this.#isBusy = false;
    this.#startTimer();
  }

  signedIn(me: Me): void {
    this.dispatch({ type: 'signedIn', me, kept: readKept(this.#ports.tabStorage, me.deviceId) });
    this.#effects.watchEquipment();
  }

  /** The links over which media comes in at this moment, for the hello. */
  carrying(): CarryingLink[] {
    return this.#effects.carrying();
  }

  /** Whether this device is in a call, which goes on only with the server's help, or has to tell of its end. */
  isServerAwaited(): boolean {
    return this.#state.mine !== null || this.#state.ends.length > 0;
  }

  /** Ends the call of this device, and waits until the server has answered, but not for long. */
  async endAndSettle(patienceMs: number): Promise<void> {
    const { mine } = this.#state;
    if (mine !== null) this.dispatch({ type: 'endPressed', key: mine.key });
    if (this.#state.ends.length === 0 || !this.#state.isOnline) return;
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

  #take(event: CallsEvent): void {
    const before = this.#state;
    const { state, effects } = decide(before, event, this.#ports.clock.now());
    this.#state = state;
    if (state !== before) this.#changed(before, state);
    for (const effect of effects) this.#effects.run(effect);
  }

  #changed(before: CallsState, state: CallsState): void {
    if (state.ends !== before.ends || state.mine !== before.mine) keep(this.#ports.tabStorage, state);
    if (state.ends.length === 0) this.#onSettled();
    this.#store.setState(screenOf(state, this.#actions), true);
  }

  #startTimer(): void {
    this.#cancelTimer();
    const dueAt = nextDueAt(this.#state);
    if (dueAt === undefined || this.#isClosed) return;
    const delayMs = Math.min(Math.max(0, dueAt - this.#ports.clock.now()), longestTimerMs);
    this.#cancelTimer = this.#ports.clock.after(delayMs, () => this.dispatch({ type: 'timePassed' }));
  }
}
