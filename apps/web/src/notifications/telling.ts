import type { CallScreen, Conversations, Engine, IncomingCall, MissedNotice, Notes } from '@ringback/client';
import type { Conversation, Note, Person, UserId } from '@ringback/protocol';
import { callTag, messagesTag, type Notice } from './shared/notice.ts';
import type { ToldMemory } from './told.ts';

/** Where notices are shown. */
export interface Showing {
  readonly show: (notice: Notice) => Promise<void>;
  readonly close: (tag: string) => Promise<void>;
}

/** What telling works with. */
export interface TellingParts {
  readonly engine: Pick<Engine, 'calls' | 'notices' | 'conversations' | 'notes' | 'people' | 'person'>;
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
    const { calls, notices, conversations, notes } = parts.engine;
    this.#stops = [
      calls.subscribe((screen) => this.#callsChanged(screen)),
      notices.subscribe((missed) => this.#missed(missed)),
      conversations.subscribe((now) => this.#conversationsChanged(now)),
      notes.subscribe((now) => this.#notesChanged(now)),
    ];
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
    this.#tellUnseen({ kind: 'incoming', callId, peer, media, placedAt });
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

  #notesChanged({ known }: Notes): void {
    for (const note of known) {
      if (isWaiting(note, this.#parts.me) && this.#parts.told.isNewMessage(note.from, note.sentAt))
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
    const { known } = this.#parts.engine.notes.getState();
    return known.filter((note) => note.from === peerId && isWaiting(note, this.#parts.me)).length;
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

function isWaiting({ to, playedAt }: Note, me: UserId): boolean {
  return to === me && playedAt === undefined;
}
