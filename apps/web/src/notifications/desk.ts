import type { Engine } from '@ringback/client';
import type { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import { holdLock, isHeld } from './shared/tabLocks.ts';
import { leading, seen } from './shared/tabLockNames.ts';
import { carryOut } from './carryingOut.ts';
import { readChoices, watchChoices, writeChoices } from './choices.ts';
import type { Notifying, Off } from './notifying.ts';
import { pageShowing, type PageShowing } from './pageShowing.ts';
import { profileStorage } from './profileStorage.ts';
import { intentOf } from './shared/intentOf.ts';
import { takeIntent } from './shared/kept.ts';
import { WorkerSays, type PageAnswers, type PageSays } from './shared/talk.ts';
import { closeAll, closeOvertaken, show } from './shared/workerShowing.ts';
import { registeredWorker } from './registration.ts';
import { ToldMemory } from './told.ts';
import { Telling, type Showing } from './telling.ts';
import { Waker } from './waker.ts';

/** What the notifications of one tab work with. */
export interface DeskParts {
  readonly engine: Engine;
  readonly me: UserId;
  readonly store: StoreApi<Notifying>;
}

/** The notifications of who is signed in on this tab, from sign-in to sign-out: the one writer of their state. */
export class NotificationDesk {
  readonly #parts: DeskParts;
  readonly #storage = profileStorage();
  readonly #waker: Waker;
  readonly #fromPage: PageShowing;
  readonly #stops: (() => void)[];
  /** While notifications are on: waits to lead, or leads and tells. */
  #stopTelling: (() => void) | undefined;
  #isAsking = false;
  #isClosed = false;
  #wasLeft = false;

  constructor(parts: DeskParts) {
    const { engine, me } = parts;
    this.#parts = parts;
    this.#waker = new Waker({ engine, me, storage: this.#storage, onChange: () => this.#look() });
    this.#fromPage = pageShowing(me, (notice) => void carryOut(engine, intentOf(notice, '')));
    this.#stops = [
      watchSeen(me),
      watchPermission(() => this.#look()),
      watchChoices(me, () => this.#look()),
      watchWorker(me, () => void this.#carryOutPress()),
      () => this.#waker.close(),
      () => this.#stopTelling?.(),
    ];
    this.#look();
    void this.#carryOutPress();
  }

  /** Whoever is on this tab next has a desk of their own. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#fromPage.closeAll();
    this.#parts.store.setState({ state: 'unknown' }, true);
  }

  /** Looks how things stand, and acts on what has changed. */
  #look(): void {
    if (this.#isClosed) return;
    const notifying = this.#notifying();
    const isOn = notifying.state === 'on';
    if (isOn && this.#stopTelling === undefined) {
      this.#stopTelling = this.#startTelling();
      void this.#waker.start();
    } else if (!isOn && this.#stopTelling !== undefined) {
      this.#stopTelling();
      this.#stopTelling = undefined;
      void this.#waker.stop();
    }
    this.#parts.store.setState(notifying, true);
  }

  #notifying(): Notifying {
    if (!('Notification' in window)) return { state: 'unsupported' };
    if (this.#isAsking) return { state: 'asking' };
    if (Notification.permission === 'denied') return { state: 'blocked' };
    const choice = readChoices(this.#storage, this.#parts.me).notifications;
    if (Notification.permission === 'granted' && choice === 'on')
      return { state: 'on', turnOff: () => this.#choose('off'), whileClosed: this.#waker.state };
    return {
      state: 'off',
      turnOn: () => void this.#turnOn(),
      question: this.#question(),
      ...(choice === undefined && { declineOffer: () => this.#choose('off') }),
    };
  }

  #question(): Off['question'] {
    if (Notification.permission === 'granted') return 'answered';
    return this.#wasLeft ? 'left' : 'toCome';
  }

  #choose(notifications: 'on' | 'off'): void {
    writeChoices(this.#storage, this.#parts.me, { notifications });
    this.#look();
  }

  /** To be called by a press: browsers show their question for nothing less. */
  async #turnOn(): Promise<void> {
    this.#isAsking = true;
    this.#look();
    const permission = await Notification.requestPermission();
    this.#isAsking = false;
    this.#wasLeft = permission === 'default';
    if (permission === 'granted') this.#choose('on');
    else this.#look();
  }

  /** Of all tabs of a user one tells; the next one follows when it is closed. */
  #startTelling(): () => void {
    const { engine, me } = this.#parts;
    let telling: Telling | undefined;
    const told = new ToldMemory(this.#storage, me);
    const isSeen = () => isHeld(seen(me));
    const onHeld = () => (telling = new Telling({ engine, me, told, showing: this.#showing(), isSeen }));
    const letGo = holdLock(leading(me), { onHeld });
    return () => {
      letGo();
      telling?.stop();
    };
  }

  /** With buttons where there is a service worker. */
  #showing(): Showing {
    const userId = this.#parts.me;
    const worker = () => this.#waker.registration;
    return {
      show: async (notice) => {
        const registration = worker();
        if (registration === undefined) return this.#fromPage.show(notice);
        await show(registration, { userId, notice });
        if (notice.kind !== 'incoming') return;
        registration.active?.postMessage({ kind: 'rings', userId, callId: notice.callId } satisfies PageSays);
      },
      // What the worker has shown stays without this tab; what the user took away meanwhile does not come back.
      takeOver: (notice) => (worker() === undefined ? this.#fromPage.takeOver(notice) : Promise.resolve()),
      closeOvertaken: async (ringing) => {
        const registration = await registeredWorker();
        if (registration !== undefined) await closeOvertaken(registration, userId, ringing);
        await this.#fromPage.closeOvertaken(ringing);
      },
      close: async (tag) => {
        const registration = await registeredWorker();
        if (registration !== undefined) await closeAll(registration, tag);
        await this.#fromPage.close(tag);
      },
    };
  }

  async #carryOutPress(): Promise<void> {
    const { engine, me } = this.#parts;
    const intent = await takeIntent(me).catch(() => undefined);
    if (intent !== undefined) await carryOut(engine, intent);
  }
}

/** Holds the name of the tabs that can be seen for as long as this one can. */
function watchSeen(me: UserId): () => void {
  let letGo: (() => void) | undefined;
  const look = (): void => {
    const isSeen = document.visibilityState === 'visible';
    if (isSeen) letGo ??= holdLock(seen(me), { mode: 'shared' });
    else {
      letGo?.();
      letGo = undefined;
    }
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    letGo?.();
  };
}

/** The browser's own settings are elsewhere: they are looked at again when somebody comes back from there. */
function watchPermission(onChange: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('visibilitychange', onChange, { signal });
  window.addEventListener('focus', onChange, { signal });
  void navigator.permissions
    ?.query({ name: 'notifications' })
    .then((status) => status.addEventListener('change', onChange, { signal }))
    .catch(() => undefined);
  return () => stop.abort();
}

/** Answers the service worker whose tab this is, and hears of presses. */
function watchWorker(me: UserId, onPress: () => void): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  const heard = ({ data, ports }: MessageEvent<unknown>): void => {
    const said = v.safeParse(WorkerSays, data);
    if (!said.success) return;
    switch (said.output.kind) {
      case 'whose':
        ports[0]?.postMessage({ userId: me } satisfies PageAnswers);
        break;
      case 'pressed':
        if (said.output.userId === me) onPress();
    }
  };
  navigator.serviceWorker.addEventListener('message', heard);
  navigator.serviceWorker.startMessages();
  return () => navigator.serviceWorker.removeEventListener('message', heard);
}
