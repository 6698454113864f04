import type { Message, MessageId, UserId } from '@ringback/protocol';
import type { SignalingClient } from '../connection/signalingClient.ts';
import {
  attemptOf,
  Outbox,
  waiting,
  type Attempt,
  type DraftStatus,
  type OutboxDeps,
} from '../outbox/outbox.ts';
import type { Locks, ProfileStorage } from '../platform/ports.ts';
import { MessageShelf, type StoredMessage } from './messageShelf.ts';

/** A message that is not with the server yet. */
export interface MessageDraft extends StoredMessage {
  readonly status: DraftStatus;
}

/** More than people write while the server is away; the storage of a browser profile is small. */
const mostDrafts = 100;
/** While another tab sends, this tab checks again after this long. */
const otherTabMs = 2_000;

/** The dependencies and callbacks of a message outbox. */
export interface MessageOutboxDeps extends Pick<
  OutboxDeps<MessageDraft, Message>,
  'clock' | 'random' | 'onChange'
> {
  readonly signaling: SignalingClient;
  /** Outlives the tab, so that nothing written is lost. */
  readonly storage: ProfileStorage;
  /** Held while sending, so that one tab of the browser profile sends at a time. */
  readonly locks: Locks;
  readonly onSent: (message: Message) => void;
}

/**
 * Messages that are not with the server yet. All tabs of a user in a browser profile show the same ones, and any of them
 * sends them: the tab in which a message was written may be gone.
 */
export class MessageOutbox {
  readonly #deps: MessageOutboxDeps;
  readonly #lock: string;
  readonly #shelf: MessageShelf;
  readonly #outbox: Outbox<MessageDraft, Message>;
  readonly #stopListening: () => void;
  /** Written on this page. Sent even if another tab's write has removed them from the shelf: a repetition is harmless. */
  readonly #writtenHere = new Set<MessageId>();

  /** Restores what earlier pages have left. */
  constructor(deps: MessageOutboxDeps, userId: UserId) {
    this.#deps = deps;
    this.#lock = `ringback.outbox.${userId}`;
    this.#shelf = new MessageShelf(deps.storage, userId);
    this.#outbox = new Outbox(
      {
        clock: deps.clock,
        random: deps.random,
        attempt: (draft) => this.#attempt(draft),
        onChange: deps.onChange,
        onSent: ({ id }, message) => {
          this.#shelf.remove(id);
          deps.onSent(message);
        },
      },
      this.#shelf.messages().map(draftOf),
    );
    this.#stopListening = this.#shelf.listen(() => this.#shelfChanged());
    deps.onChange(this.#outbox.drafts);
  }

  /** Puts a message in; false if there is no room for more. */
  add(message: StoredMessage): boolean {
    if (this.#outbox.drafts.length >= mostDrafts) return false;
    this.#writtenHere.add(message.id);
    this.#outbox.add(draftOf(message));
    this.#shelf.add(message);
    void this.#outbox.sendNext();
    return true;
  }

  sendAgain(id: MessageId): void {
    this.#outbox.sendAgain(id);
  }

  /** Discards a message, unless it may already be with the server. */
  discard(id: MessageId): void {
    const draft = this.#outbox.drafts.find((one) => one.id === id);
    if (draft === undefined || draft.status.state === 'sending') return;
    this.#shelf.discard(id);
    this.#remove(id);
  }

  /** The server has a message, whichever tab has sent it. */
  arrived(id: MessageId): void {
    if (this.#outbox.drafts.some((draft) => draft.id === id)) this.#remove(id);
  }

  online(): void {
    this.#outbox.online();
  }

  offline(): void {
    this.#outbox.offline();
  }

  /** Stops sending; the remaining messages are for other tabs and the next page. */
  close(): void {
    this.#stopListening();
    this.#outbox.close();
  }

  #remove(id: MessageId): void {
    this.#shelf.remove(id);
    this.#outbox.remove(id);
    void this.#outbox.sendNext();
  }

  async #attempt({ id, to, text }: MessageDraft): Promise<Attempt<Message>> {
    const release = await this.#deps.locks.take(this.#lock);
    if (release === undefined) return { kind: 'interrupted', retryAfterMs: otherTabMs };
    try {
      if (!this.#isWanted(id)) return { kind: 'settledElsewhere' };
      return attemptOf(await this.#deps.signaling.request('message:send', { id, to, text }));
    } finally {
      release();
    }
  }

  #isWanted(id: MessageId): boolean {
    return this.#shelf.has(id) || (this.#writtenHere.has(id) && !this.#shelf.isDiscarded(id));
  }

  /** Another tab has written, sent or discarded messages. */
  #shelfChanged(): void {
    const stored = this.#shelf.messages();
    const remaining = this.#outbox.drafts.filter(
      ({ id, status }) => status.state === 'sending' || this.#isWanted(id),
    );
    const known = new Set(this.#outbox.drafts.map(({ id }) => id));
    const more = stored.filter(({ id }) => !known.has(id)).map(draftOf);
    this.#outbox.replaceAll([...remaining, ...more]);
    if (more.length > 0) void this.#outbox.sendNext();
  }
}

function draftOf(message: StoredMessage): MessageDraft {
  return { ...message, status: waiting };
}
