import { intentOf } from './shared/notificationContent.ts';
import { browserProfileStorage, type Engine } from '@ringback/client';
import type { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import { holdLock, isLockHeld, leaderLock, visibleLock } from './shared/tabLocks.ts';
import { attempt, succeeds } from '../ui/browser/attempt.ts';
import { runIntent } from './runIntent.ts';
import { readPreferences, watchPreferences, writePreferences } from './notificationPreferences.ts';
import type { NotificationState, Off } from './notificationState.ts';
import { createPageDisplay, type PageDisplay } from './pageDisplay.ts';
import { takeIntent } from './shared/sharedDatabase.ts';
import { WorkerMessage, type PageReply, type PageMessage } from './shared/workerMessages.ts';
import { closeAll, closeOvertaken, show } from './shared/workerDisplay.ts';
import { registeredWorker } from './serviceWorker.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { NotificationPublisher, type NotificationDisplay } from './notificationPublisher.ts';
import { PushSubscriptionManager } from './pushSubscriptionManager.ts';

export interface NotificationControllerDeps {
  readonly engine: Engine;
  readonly me: UserId;
  readonly store: StoreApi<NotificationState>;
}

/** Controls the notifications of the user signed in on this tab, until sign-out. The only writer of `deps.store`. */
export class NotificationController {
  readonly #deps: NotificationControllerDeps;
  readonly #storage = browserProfileStorage;
  readonly #push: PushSubscriptionManager;
  readonly #pageDisplay: PageDisplay;
  readonly #stops: (() => void)[];
  /** Present while notifications are on: this tab waits for the leader lock, or leads and publishes. */
  #stopPublishing: (() => void) | undefined;
  #isPrompting = false;
  #isClosed = false;
  #wasDismissed = false;

  constructor(deps: NotificationControllerDeps) {
    const { engine, me } = deps;
    this.#deps = deps;
    this.#push = new PushSubscriptionManager({
      engine,
      me,
      storage: this.#storage,
      onChange: () => this.#update(),
    });
    this.#pageDisplay = createPageDisplay(me, (notice) => void runIntent(engine, intentOf(notice, '')));
    this.#stops = [
      watchVisibility(me),
      watchPermission(() => this.#update()),
      watchPreferences(me, () => this.#update()),
      watchWorker(me, () => void this.#runSavedIntent()),
      () => this.#push.close(),
      () => this.#stopPublishing?.(),
    ];
    this.#update();
    void this.#runSavedIntent();
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#pageDisplay.closeAll();
    this.#deps.store.setState({ state: 'unknown' }, true);
  }

  /** Recomputes the state from permission and preferences, and starts or stops what depends on it. */
  #update(): void {
    if (this.#isClosed) return;
    const state = this.#currentState();
    const isOn = state.state === 'on';
    if (isOn && this.#stopPublishing === undefined) {
      this.#stopPublishing = this.#startPublishing();
      void this.#push.start();
    } else if (!isOn && this.#stopPublishing !== undefined) {
      this.#stopPublishing();
      this.#stopPublishing = undefined;
      void this.#push.stop();
    }
    this.#deps.store.setState(state, true);
  }

  #currentState(): NotificationState {
    const permission = notificationPermission();
    if (permission === undefined) return { state: 'unsupported' };
    if (this.#isPrompting) return { state: 'asking' };
    if (permission === 'denied') return { state: 'blocked' };
    const choice = readPreferences(this.#storage, this.#deps.me).notifications;
    if (permission === 'granted' && choice === 'on')
      return { state: 'on', turnOff: () => this.#choose('off'), whileClosed: this.#push.state };
    return {
      state: 'off',
      turnOn: () => void this.#turnOn(),
      question: this.#question(),
      ...(choice === undefined && { declineOffer: () => this.#choose('off') }),
    };
  }

  #question(): Off['question'] {
    if (notificationPermission() === 'granted') return 'answered';
    return this.#wasDismissed ? 'left' : 'toCome';
  }

  #choose(notifications: 'on' | 'off'): void {
    writePreferences(this.#storage, this.#deps.me, { notifications });
    this.#update();
  }

  /** Must be called from a click: browsers show the permission prompt only then. */
  async #turnOn(): Promise<void> {
    this.#isPrompting = true;
    this.#update();
    const permission = await requestNotifications();
    this.#isPrompting = false;
    this.#wasDismissed = permission === 'default';
    if (permission === 'granted') this.#choose('on');
    else this.#update();
  }

  /** Of all tabs of a user, the one that holds the leader lock publishes; when it closes, the next one does. */
  #startPublishing(): () => void {
    const { engine, me } = this.#deps;
    let publisher: NotificationPublisher | undefined;
    const log = new DeliveryLog(this.#storage, me);
    const isVisible = () => isLockHeld(visibleLock(me), document.visibilityState === 'visible');
    const onHeld = () =>
      (publisher = new NotificationPublisher({ engine, me, log, display: this.#display(), isVisible }));
    const release = holdLock(leaderLock(me), { onHeld });
    return () => {
      release();
      publisher?.stop();
    };
  }

  /** Through the service worker where there is one, because only its notifications have buttons. */
  #display(): NotificationDisplay {
    const userId = this.#deps.me;
    const worker = () => this.#push.registration;
    return {
      show: async (notice) => {
        const registration = worker();
        if (registration === undefined) return this.#pageDisplay.show(notice);
        await show(registration, { userId, notice });
        if (notice.kind !== 'incoming') return;
        registration.active?.postMessage({
          kind: 'rings',
          userId,
          callId: notice.callId,
        } satisfies PageMessage);
      },
      // The worker's notifications outlive the tab, and what the user closed meanwhile must not come back.
      takeOver: (notice) => (worker() === undefined ? this.#pageDisplay.takeOver(notice) : Promise.resolve()),
      closeOvertaken: async (ringing) => {
        const registration = await registeredWorker();
        if (registration !== undefined) await closeOvertaken(registration, userId, ringing);
        await this.#pageDisplay.closeOvertaken(ringing);
      },
      close: async (tag) => {
        const registration = await registeredWorker();
        if (registration !== undefined) await closeAll(registration, tag);
        await this.#pageDisplay.close(tag);
      },
    };
  }

  async #runSavedIntent(): Promise<void> {
    const { engine, me } = this.#deps;
    const intent = await takeIntent(me).catch(() => undefined);
    if (intent !== undefined) await runIntent(engine, intent);
  }
}

/** Holds the visible lock while this tab is visible. */
function watchVisibility(me: UserId): () => void {
  let release: (() => void) | undefined;
  const onVisibility = (): void => {
    const isVisible = document.visibilityState === 'visible';
    if (isVisible) release ??= holdLock(visibleLock(me), { mode: 'shared' });
    else {
      release?.();
      release = undefined;
    }
  };
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    release?.();
  };
}

/** The browser's settings are outside the page, so the permission is checked whenever the user comes back to it. */
function watchPermission(onChange: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('visibilitychange', onChange, { signal });
  window.addEventListener('focus', onChange, { signal });
  void succeeds(async () => {
    const status = await navigator.permissions.query({ name: 'notifications' });
    status.addEventListener('change', onChange, { signal });
  });
  return () => stop.abort();
}

/** Answers the service worker's `whose`, and reports clicks for this user. */
function watchWorker(me: UserId, onIntent: () => void): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  const onMessage = ({ data, ports }: MessageEvent<unknown>): void => {
    const message = v.safeParse(WorkerMessage, data);
    if (!message.success) return;
    switch (message.output.kind) {
      case 'whose':
        ports[0]?.postMessage({ userId: me } satisfies PageReply);
        break;
      case 'pressed':
        if (message.output.userId === me) onIntent();
    }
  };
  const stop = new AbortController();
  attempt(() => {
    navigator.serviceWorker.addEventListener('message', onMessage, { signal: stop.signal });
    navigator.serviceWorker.startMessages();
  });
  return () => stop.abort();
}

/** Undefined where the browser has no notifications. */
function notificationPermission(): NotificationPermission | undefined {
  return attempt(() => Notification.permission);
}

/** A browser that refuses to ask leaves the permission as it was. */
async function requestNotifications(): Promise<NotificationPermission> {
  await succeeds(() => Notification.requestPermission());
  return notificationPermission() ?? 'denied';
}
