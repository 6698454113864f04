import type { CallScreen, Conversations, Engine, IncomingCall, MissedNotice } from '@ringback/client';
import type { Conversation, UserId } from '@ringback/protocol';
import { callTag, messagesTag, type Notice } from './shared/notice.ts';
import type { ToldMemory } from './told.ts';

/** Where notices are shown. */
export interface Showing {
  readonly show: (notice: Notice) => Promise<void>;
  readonly close: (tag: string) => Promise<void>;
}

/** What telling works with. */
export interface TellingParts {
  readonly engine: Pick<Engine, 'calls' | 'notices' | 'conversations'>;
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
    const { calls, notices, conversations } = parts.engine;
    this.#stops = [
      calls.subscribe((screen) => this.#callsChanged(screen)),
      notices.subscribe((missed) => this.#missed(missed)),
      conversations.subscribe((now) => this.#conversationsChanged(now)),
    ];
    this.#callsChanged(calls.getState());
    this.#missed(notices.getState());
    this.#conversationsChanged(conversations.getState());
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
    if (count === 0) {
      if (told.wasToldOf(peer.id)) this.#next(() => showing.close(messagesTag(me, peer.id)));
      return;
    }
    if (last.from !== peer.id || !told.isNewMessage(peer.id, last.sentAt)) return;
    this.#tellUnseen({ kind: 'messages', peer, text: last.text, count, sentAt: last.sentAt });
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
