import {
  isUnplayed,
  type CallScreen,
  type Conversations,
  type Engine,
  type IncomingCall,
  type MissedNotice,
  type Notes,
  type People,
  type ReadonlyStore,
} from '@ringback/client';
import type { CallId, Conversation, Note, Person, UserId } from '@ringback/protocol';
import { unplayedFrom } from '../engine/derivedHooks.ts';
import { inTime } from '../ui/browser/attempt.ts';
import { callTag, messagesTag, type NotificationContent } from './shared/notificationContent.ts';
import type { DeliveryLog } from './deliveryLog.ts';

/** Shows and closes system notifications. */
export interface NotificationDisplay {
  readonly show: (notice: NotificationContent) => Promise<void>;
  /** Keeps a notification that the previous leading tab showed, without alerting the user again. */
  readonly takeOver: (notice: NotificationContent) => Promise<void>;
  readonly close: (tag: string) => Promise<void>;
  /** Closes notifications of calls that no longer ring, and those that said the server could not be asked. */
  readonly closeOvertaken: (ringing: readonly CallId[]) => Promise<void>;
}

export interface NotificationPublisherDeps {
  readonly engine: Pick<Engine, 'connection' | 'calls' | 'notices'> & {
    readonly conversations: ReadonlyStore<Conversations>;
    readonly notes: ReadonlyStore<Notes>;
    readonly people: ReadonlyStore<People> & Pick<Engine['people'], 'person'>;
  };
  readonly me: UserId;
  readonly log: DeliveryLog;
  readonly display: NotificationDisplay;
  /** Whether any tab of the user is visible: that tab shows everything on its page. */
  readonly isVisible: () => Promise<boolean>;
}

/** Within this time a missed call arrives in the history, and its notification replaces that of the ring. */
const missedDelayMs = 1_500;

/** A call that rings here, over the page or beside a call. */
type Ringing = Pick<IncomingCall, 'id' | 'peer' | 'media' | 'sinceMs' | 'isMuted' | 'request' | 'reason'>;

/** A display takes a second at most, for its icon. */
const displayTimeoutMs = 5_000;

/**
 * Shows system notifications of ringing calls, missed calls, messages and notes while no tab of the user is visible.
 * Runs in the leading tab only. Displays are queued, so that they happen in the order of their causes.
 */
export class NotificationPublisher {
  readonly #deps: NotificationPublisherDeps;
  readonly #stops: readonly (() => void)[];
  #queue: Promise<void> = Promise.resolve();
  #ringing: Ringing | null = null;

  constructor(deps: NotificationPublisherDeps) {
    this.#deps = deps;
    const { connection, calls, notices, conversations, notes } = deps.engine;
    this.#stops = [
      connection.subscribe(() => this.#connectionChanged()),
      calls.subscribe((screen) => this.#callsChanged(screen)),
      notices.subscribe((missed, before) => {
        this.#missed(missed);
        this.#dismissed(missed, before);
      }),
      conversations.subscribe((now) => this.#conversationsChanged(now)),
      notes.subscribe((now) => this.#notesChanged(now)),
    ];
    this.#connectionChanged();
    this.#callsChanged(calls.getState());
    this.#missed(notices.getState());
    this.#conversationsChanged(conversations.getState());
    this.#notesChanged(notes.getState());
  }

  /** Stops, and closes the notification of a ringing call, which nothing would close later. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#ringingEnded(0);
  }

  #callsChanged({ incoming, second, current }: CallScreen): void {
    const ringing: Ringing | null = incoming ?? second;
    if (ringing?.id === this.#ringing?.id) return;
    this.#ringingEnded(current?.id === this.#ringing?.id ? 0 : missedDelayMs);
    this.#ringing = ringing;
    if (ringing === null) return;
    const { id: callId, peer, media, sinceMs: placedAt, request, reason } = ringing;
    const { log, display, isVisible } = this.#deps;
    if (ringing.isMuted) {
      // The list shows it; nothing interrupts, not even once it is missed.
      log.addMissedCall(callId);
      return;
    }
    this.#enqueue(async () => {
      if (await isVisible()) return;
      const said = { ...(request !== undefined && { request: true as const }), reason };
      const notice: NotificationContent = { kind: 'incoming', callId, peer, media, placedAt, ...said };
      await (log.addRing(callId) ? display.show(notice) : display.takeOver(notice));
    });
  }

  /** The browser may have slept through the end of a call: once online, notifications that no longer hold are closed. */
  #connectionChanged(): void {
    const { engine, display } = this.#deps;
    if (engine.connection.getState().state !== 'online') return;
    this.#enqueue(() => {
      const { incoming, second } = engine.calls.getState();
      return display.closeOvertaken([incoming, second].flatMap((call) => call?.id ?? []));
    });
  }

  #ringingEnded(afterMs: number): void {
    const ended = this.#ringing;
    this.#ringing = null;
    if (ended === null) return;
    const tag = callTag(this.#deps.me, ended.id);
    const wasMissed = (): boolean =>
      this.#deps.engine.notices.getState().some(({ callId }) => callId === ended.id);
    setTimeout(() => {
      if (!wasMissed()) this.#enqueue(() => this.#deps.display.close(tag));
    }, afterMs);
  }

  #missed(missed: readonly MissedNotice[]): void {
    for (const { callId, peer, media, placedAt, isQuiet } of missed) {
      const isNew = this.#deps.log.addMissedCall(callId);
      if (isNew && !isQuiet) this.#showUnseen({ kind: 'missed', callId, peer, media, placedAt });
    }
  }

  /** Closes the notifications of missed calls handled in the app. A newer missed call only pushes older ones off the list. */
  #dismissed(now: readonly MissedNotice[], before: readonly MissedNotice[]): void {
    const newest = before[0]?.placedAt ?? 0;
    if (now.some(({ placedAt }) => placedAt > newest)) return;
    const gone = before.filter(({ callId }) => !now.some((still) => still.callId === callId));
    for (const { callId } of gone)
      this.#enqueue(() => this.#deps.display.close(callTag(this.#deps.me, callId)));
  }

  #conversationsChanged({ known }: Conversations): void {
    for (const conversation of known) this.#conversationChanged(conversation);
  }

  #conversationChanged({ peer, last, unread: count }: Conversation): void {
    const { me, log, display } = this.#deps;
    const waiting = count + this.#unplayedFrom(peer.id);
    if (count === 0) {
      if (waiting === 0 && log.hasMessageFrom(peer.id))
        this.#enqueue(() => display.close(messagesTag(me, peer.id)));
      return;
    }
    if (last.from !== peer.id || !log.addMessage(peer.id, last.sentAt)) return;
    const sent = { kind: 'text', text: last.text } as const;
    this.#showUnseen({ kind: 'messages', peer, sent, count: waiting, sentAt: last.sentAt });
  }

  #notesChanged(notes: Notes): void {
    for (const note of notes.known) {
      const isWaiting = note.to === this.#deps.me && isUnplayed(notes, note);
      if (isWaiting && this.#deps.log.addMessage(note.from, note.sentAt))
        this.#enqueue(() => this.#showNote(note));
    }
  }

  async #showNote({ from, media, durationMs, sentAt }: Note): Promise<void> {
    const peer = await this.#personOf(from);
    if (peer === undefined || (await this.#deps.isVisible())) return;
    const sent = { kind: 'note', media, durationMs } as const;
    const { known } = this.#deps.engine.conversations.getState();
    const unread = known.find((one) => one.peer.id === from)?.unread ?? 0;
    const count = unread + this.#unplayedFrom(from);
    await this.#deps.display.show({ kind: 'messages', peer, sent, count, sentAt });
  }

  #unplayedFrom(peerId: UserId): number {
    return unplayedFrom(this.#deps.engine.notes.getState(), peerId).length;
  }

  async #personOf(userId: UserId): Promise<Person | undefined> {
    const { people } = this.#deps.engine;
    const known = people.getState().known.find(({ id }) => id === userId);
    if (known !== undefined) return known;
    const found = await people.person(userId);
    return found.ok ? found.data : undefined;
  }

  #showUnseen(notice: NotificationContent): void {
    this.#enqueue(async () => {
      if (!(await this.#deps.isVisible())) await this.#deps.display.show(notice);
    });
  }

  /** A display that fails or hangs must not block those after it. */
  #enqueue(act: () => Promise<void>): void {
    this.#queue = this.#queue.then(() => inTime(act(), displayTimeoutMs, undefined)).catch(() => undefined);
  }
}
