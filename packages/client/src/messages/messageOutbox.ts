import { bounds, MessageId, UserId, type Message } from '@ringback/protocol';
import * as v from 'valibot';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { attemptOf, Outbox, waiting, type DraftStatus, type OutboxDeps } from '../outbox/outbox.ts';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

/** A message that is not with the server yet. */
export interface MessageDraft {
  readonly id: MessageId;
  readonly to: UserId;
  readonly text: string;
  /** On this machine's clock, in ms. */
  readonly writtenAt: number;
  readonly status: DraftStatus;
}

const key = 'ringback.outbox';
/** More than people write while the server is away; the storage of a tab is small. */
const mostDrafts = 100;

const Stored = v.object({
  userId: UserId,
  drafts: v.pipe(
    v.array(
      v.object({
        id: MessageId,
        to: UserId,
        text: v.pipe(v.string(), v.maxLength(4 * bounds.messageLength)),
        writtenAt: v.number(),
      }),
    ),
    v.maxLength(mostDrafts),
  ),
});

/** The dependencies and callbacks of a message outbox. */
export interface MessageOutboxDeps extends Pick<
  OutboxDeps<MessageDraft, Message>,
  'clock' | 'random' | 'onChange'
> {
  readonly signaling: SignalingClient;
  /** Survives a reload of the tab, so that nothing written is lost. */
  readonly storage: KeyValueStorage;
  readonly onSent: (message: Message) => void;
}

/** Messages that are not with the server yet, kept over a reload of the tab. */
export class MessageOutbox {
  readonly #deps: MessageOutboxDeps;
  readonly #userId: UserId;
  readonly #outbox: Outbox<MessageDraft, Message>;

  /** Restores the drafts of an earlier page of this tab. */
  constructor(deps: MessageOutboxDeps, userId: UserId) {
    this.#deps = deps;
    this.#userId = userId;
    const stored = readJson(deps.storage, key, Stored);
    const drafts = stored?.userId === userId ? stored.drafts : [];
    this.#outbox = new Outbox(
      {
        clock: deps.clock,
        random: deps.random,
        attempt: async ({ id, to, text }) =>
          attemptOf(await deps.signaling.request('message:send', { id, to, text })),
        onChange: (now) => {
          this.#store(now);
          deps.onChange(now);
        },
        onSent: (_draft, message) => deps.onSent(message),
      },
      drafts.map((draft) => ({ ...draft, status: waiting })),
    );
    deps.onChange(this.#outbox.drafts);
  }

  /** Puts a message in; false if there is no room for more. */
  add(draft: Omit<MessageDraft, 'status'>): boolean {
    if (this.#outbox.drafts.length >= mostDrafts) return false;
    this.#outbox.add({ ...draft, status: waiting });
    void this.#outbox.sendNext();
    return true;
  }

  sendAgain(id: MessageId): void {
    this.#outbox.sendAgain(id);
  }

  /** Discards a message, unless it may already be with the server. */
  discard(id: MessageId): void {
    const draft = this.#outbox.drafts.find((one) => one.id === id);
    if (draft !== undefined && draft.status.state !== 'sending') this.#outbox.remove(id);
  }

  online(): void {
    this.#outbox.online();
  }

  offline(): void {
    this.#outbox.offline();
  }

  /** Stops sending; the remaining messages are for the next page of this tab. */
  close(): void {
    this.#outbox.close();
  }

  /** Forgets all messages. */
  clear(): void {
    this.close();
    this.#deps.storage.remove(key);
  }

  #store(drafts: readonly MessageDraft[]): void {
    const { storage } = this.#deps;
    if (drafts.length === 0) return storage.remove(key);
    const stored = drafts.map(({ id, to, text, writtenAt }) => ({ id, to, text, writtenAt }));
    storage.set(key, JSON.stringify({ userId: this.#userId, drafts: stored }));
  }
}
