import {
  isUnplayed,
  type CallScreen,
  type Conversations,
  type Engine,
  type IncomingCall,
  type MissedNotice,
  type Notes,
} from '@ringback/client';
import type { CallId, Conversation, Note, Person, UserId } from '@ringback/protocol';
import { unplayedFrom } from '../engine/derivedHooks.ts';
import { callTag, messagesTag, type Notice } from './shared/notice.ts';
import type { ToldMemory } from './told.ts';

/** Where notices are shown. */
export interface Showing {
  readonly show: (notice: Notice) => Promise<void>;
  /** The tab that showed this led before and is gone: what it has shown stays, and draws no attention again. */
  readonly takeOver: (notice: Notice) => Promise<void>;
  readonly close: (tag: string) => Promise<void>;
  /** Takes away what says that other calls ring than these, or that nothing is known for the server cannot be reached. */
  readonly closeOvertaken: (ringing: readonly CallId[]) => Promise<void>;
}

/** What telling works with. */
export interface TellingParts {
  readonly engine: Pick<
    Engine,
    'connection' | 'calls' | 'notices' | 'conversations' | 'notes' | 'people' | 'person'
  >;
  readonly me: UserId;
  readonly told: ToldMemory;
  readonly showing: Showing;
  /** Whether any tab of the user can be seen: then it shows everything by itself. */
  readonly isSeen: () => Promise<boolean>;
}

/** By then a call that was missed has come into the history, and its notice taken the place of the ring. */
const missedWithinMs = 1_500;

/**
 * Tells by the system what happens while no tab of the user can be seen: calls that ring, calls that were missed, and
 * messages. Runs in the one tab that leads. What happens one after the other is told one after the other.
 */
export class Telling {
  readonly #parts: TellingParts;
  readonly #stops: readonly (() => void)[];
  #last: Promise<void> = Promise.resolve();
  #ringing: IncomingCall | null = null;

  constructor(parts: TellingParts) {
    this.#parts = parts;
    const { connection, calls, notices, conversations, notes } = parts.engine;
    this.#stops = [
      connection.subscribe(() => this.#connectionChanged()),
      calls.subscribe((screen) => this.#callsChanged(screen)),
      notices.subscribe((missed, before) => {
        this.#missed(missed);
        this.#dealtWith(missed, before);
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

  /** Tells nothing any more. What rings is taken away: nobody would take it away later. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#ringingEnds(0);
  }

  #callsChanged({ incoming, current }: CallScreen): void {
    if (incoming?.id === this.#ringing?.id) return;
    this.#ringingEnds(current?.id === this.#ringing?.id ? 0 : missedWithinMs);
    this.#ringing = incoming;
    if (incoming === null) return;
    const { id: callId, peer, media, sinceMs: placedAt } = incoming;
    const { told, showing, isSeen } = this.#parts;
    this.#next(async () => {
      if (await isSeen()) return;
      const notice: Notice = { kind: 'incoming', callId, peer, media, placedAt };
      await (told.isNewRing(callId) ? showing.show(notice) : showing.takeOver(notice));
    });
  }

  /** Whatever this browser slept through: what rang back then and does not now is no ring any more, and what was not known is now. */
  #connectionChanged(): void {
    const { engine, showing } = this.#parts;
    if (engine.connection.getState().state !== 'online') return;
    this.#next(() => {
      const { incoming } = engine.calls.getState();
      return showing.closeOvertaken(incoming === null ? [] : [incoming.id]);
    });
  }

  #ringingEnds(afterMs: number): void {
    const ended = this.#ringing;
    this.#ringing = null;
    if (ended === null) return;
    const tag = callTag(this.#parts.me, ended.id);
    const wasMissed = (): boolean =>
      this.#parts.engine.notices.getState().some(({ callId }) => callId === ended.id);
    setTimeout(() => {
      if (!wasMissed()) this.#next(() => this.#parts.showing.close(tag));
    }, afterMs);
  }

  #missed(missed: readonly MissedNotice[]): void {
    for (const { callId, peer, media, placedAt, isQuiet } of missed) {
      const isNew = this.#parts.told.isNewCall(callId);
      if (isNew && !isQuiet) this.#tellUnseen({ kind: 'missed', callId, peer, media, placedAt });
    }
  }

  /** What was seen, dismissed or called back in the app; where a newer one has come, the others merely make room for it. */
  #dealtWith(now: readonly MissedNotice[], before: readonly MissedNotice[]): void {
    const newest = before[0]?.placedAt ?? 0;
    if (now.some(({ placedAt }) => placedAt > newest)) return;
    const gone = before.filter(({ callId }) => !now.some((still) => still.callId === callId));
    for (const { callId } of gone)
      this.#next(() => this.#parts.showing.close(callTag(this.#parts.me, callId)));
  }

  #conversationsChanged({ known }: Conversations): void {
    for (const conversation of known) this.#conversationChanged(conversation);
  }

  #conversationChanged({ peer, last, unread: count }: Conversation): void {
    const { me, told, showing } = this.#parts;
    const waiting = count + this.#unplayedFrom(peer.id);
    if (count === 0) {
      if (waiting === 0 && told.wasToldOf(peer.id)) this.#next(() => showing.close(messagesTag(me, peer.id)));
      return;
    }
    if (last.from !== peer.id || !told.isNewMessage(peer.id, last.sentAt)) return;
    const sent = { kind: 'text', text: last.text } as const;
    this.#tellUnseen({ kind: 'messages', peer, sent, count: waiting, sentAt: last.sentAt });
  }

  #notesChanged(notes: Notes): void {
    for (const note of notes.known) {
      const isWaiting = note.to === this.#parts.me && isUnplayed(notes, note);
      if (isWaiting && this.#parts.told.isNewMessage(note.from, note.sentAt))
        this.#next(() => this.#tellNote(note));
    }
  }

  async #tellNote({ from, media, durationMs, sentAt }: Note): Promise<void> {
    const peer = await this.#personOf(from);
    if (peer === undefined || (await this.#parts.isSeen())) return;
    const sent = { kind: 'note', media, durationMs } as const;
    const { known } = this.#parts.engine.conversations.getState();
    const unread = known.find((one) => one.peer.id === from)?.unread ?? 0;
    const count = unread + this.#unplayedFrom(from);
    await this.#parts.showing.show({ kind: 'messages', peer, sent, count, sentAt });
  }

  #unplayedFrom(peerId: UserId): number {
    return unplayedFrom(this.#parts.engine.notes.getState(), peerId).length;
  }

  async #personOf(userId: UserId): Promise<Person | undefined> {
    const { people, person } = this.#parts.engine;
    const known = people.getState().known.find(({ id }) => id === userId);
    if (known !== undefined) return known;
    const found = await person(userId);
    return found.ok ? found.data : undefined;
  }

  #tellUnseen(notice: Notice): void {
    this.#next(async () => {
      if (!(await this.#parts.isSeen())) await this.#parts.showing.show(notice);
    });
  }

  /** A system that refuses to show something must not keep what comes next from being told. */
  #next(act: () => Promise<void>): void {
    this.#last = this.#last.then(act).catch(() => undefined);
  }
}
