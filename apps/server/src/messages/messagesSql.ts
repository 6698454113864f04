import type { Conversation, Message, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { PeopleTable, type Acquaintance } from '../people/peopleSql.ts';
import { asPeer, peerColumns } from '../people/personSql.ts';
import { pairOf, type Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** A message to store; its time may have to be later. */
type MessageDraft = Message;

/** `room`: how many bytes all messages of the sender may have together. `isHidden`: the recipient never sees it. */
type Sending = { readonly draft: MessageDraft; readonly room: number; readonly isHidden: boolean };

/** The outcome of sending. `known`: the message was sent before. `conflict`: its id belongs to another message. `full`: the
 * sender has no room left. */
type SentMessage =
  | { readonly kind: 'stored'; readonly message: Message; readonly met: readonly Acquaintance[] }
  | { readonly kind: 'known'; readonly message: Message }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'full' };

/** Which part of a conversation to list: newest first, from before a time. */
interface MessageQuery {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly before: number | undefined;
  readonly limit: number;
}

/** One page of a conversation. */
interface MessagePage {
  readonly messages: Message[];
  /** The next page begins before this time; absent on the last page. */
  readonly next?: number;
}

/** Up to which time a user has received and read the messages of another. */
interface ReadMark {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly delivered: number | undefined;
  readonly read: number | undefined;
  /** The other may know how far the user has read. */
  readonly sendsReceipt: boolean;
}

/** `isNew`: a mark moved. `isTold`: the other user may know. */
interface MarkedConversation {
  readonly conversation: Conversation;
  readonly isNew: boolean;
  readonly isTold: boolean;
}

/** The operations on text messages and conversations. */
export interface MessageOperations {
  'messages:send': { input: Sending; output: SentMessage };
  'messages:page': { input: MessageQuery; output: MessagePage };
  /** As the first of the two sees it; undefined before the first message. */
  'conversations:between': {
    input: { userId: UserId; peerId: UserId };
    output: Conversation | undefined;
  };
  'conversations:of': { input: { userId: UserId; limit: number }; output: Conversation[] };
  /** Never moves a mark back; undefined before the first message. */
  'conversations:mark': {
    input: ReadMark;
    output: MarkedConversation | undefined;
  };
}

export function messageOperations(db: Kysely<Tables>): OperationHandlers<MessageOperations> {
  const messages = new MessageTable(db, new PeopleTable(db));
  return {
    'messages:send': (sending) => messages.send(sending),
    'messages:page': (query) => messages.page(query),
    'conversations:between': ({ userId, peerId }) => messages.conversation(userId, peerId),
    'conversations:of': ({ userId, limit }) => messages.conversations(userId, limit),
    'conversations:mark': (mark) => messages.mark(mark),
  };
}

type Db = Kysely<Tables> | Transaction<Tables>;

class MessageTable {
  readonly #db: Kysely<Tables>;
  readonly #people: PeopleTable;

  constructor(db: Kysely<Tables>, people: PeopleTable) {
    this.#db = db;
    this.#people = people;
  }

  /** Idempotent by the message's id. The two people know each other from then on. */
  send({ draft, room, isHidden }: Sending): Promise<SentMessage> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', draft.id)
        .executeTakeFirst();
      if (known !== undefined)
        return isSame(known, draft) ? { kind: 'known', message: asMessage(known) } : { kind: 'conflict' };
      if (!(await this.#takeRoom(trx, draft, room))) return { kind: 'full' };
      const hidden = isHidden ? (1 as const) : (0 as const);
      const sentAt = await this.#nextTime(trx, draft);
      const row = { ...draft, pair: pairOf(draft.from, draft.to), sentAt, hidden };
      await trx.insertInto('messages').values(row).execute();
      await this.#updateConversations(trx, row);
      return { kind: 'stored', message: asMessage(row), met: await this.#meet(trx, row) };
    });
  }

  async page({ userId, peerId, before, limit }: MessageQuery): Promise<MessagePage> {
    let query = this.#db
      .selectFrom('messages')
      .selectAll()
      .where('pair', '=', pairOf(userId, peerId))
      .where((eb) => eb.or([eb('hidden', '=', 0), eb('from', '=', userId)]));
    if (before !== undefined) query = query.where('sentAt', '<', before);
    const rows = await query
      .orderBy('sentAt', 'desc')
      .limit(limit + 1)
      .execute();
    const messages = rows.slice(0, limit).map(asMessage);
    const last = rows.length > limit ? messages.at(-1) : undefined;
    return { messages, ...(last !== undefined && { next: last.sentAt }) };
  }

  async conversations(userId: UserId, limit: number): Promise<Conversation[]> {
    const query = conversationsOf(this.#db, userId).orderBy('mine.lastAt', 'desc').limit(limit);
    return (await query.execute()).map(asConversation);
  }

  conversation(userId: UserId, peerId: UserId): Promise<Conversation | undefined> {
    return conversationWith(this.#db, userId, peerId);
  }

  /** Moves a user's marks forward, never back and never past the newest message. */
  mark(mark: ReadMark): Promise<MarkedConversation | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const { userId, peerId } = mark;
      const known = await conversationWith(trx, userId, peerId);
      if (known === undefined) return undefined;
      const { mine } = known;
      const newest = await this.#newestFrom(trx, peerId, userId);
      const read = Math.max(mine.read, Math.min(mark.read ?? 0, newest));
      const delivered = Math.max(mine.delivered, Math.min(mark.delivered ?? 0, newest), read);
      const isNew = read !== mine.read || delivered !== mine.delivered;
      const isRead = mark.sendsReceipt && read !== (await this.#shownRead(trx, mark));
      if (!isNew && !isRead) return { conversation: known, isNew, isTold: false };
      const unread = Math.max(0, known.unread - (await this.#countRead(trx, mark, mine.read, read)));
      await trx
        .updateTable('conversations')
        .set({ read, delivered, unread, ...(isRead && { shownRead: read }) })
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .execute();
      const isTold = isRead || delivered !== mine.delivered;
      return { conversation: { ...known, mine: { read, delivered }, unread }, isNew, isTold };
    });
  }

  /** How far the peer knows that the user has read. */
  async #shownRead(trx: Transaction<Tables>, { userId, peerId }: ReadMark): Promise<number | undefined> {
    const row = await trx
      .selectFrom('conversations')
      .select('shownRead')
      .where('userId', '=', userId)
      .where('peerId', '=', peerId)
      .executeTakeFirst();
    return row?.shownRead;
  }

  /** Counts the message against the sender's room; false if it does not fit. */
  async #takeRoom(trx: Transaction<Tables>, { from, text }: MessageDraft, room: number): Promise<boolean> {
    const bytes = Buffer.byteLength(text);
    const taken = await trx
      .updateTable('users')
      .set((eb) => ({ textBytes: eb('textBytes', '+', bytes) }))
      .where('id', '=', from)
      .where('textBytes', '<=', room - bytes)
      .returning('id')
      .executeTakeFirst();
    return taken !== undefined;
  }

  /** Each message is later than the one before even if the clock went back, so that times order a conversation. */
  async #nextTime(trx: Transaction<Tables>, { from, to, sentAt }: MessageDraft): Promise<number> {
    const newest = await trx
      .selectFrom('messages')
      .select((eb) => eb.fn.max('sentAt').as('at'))
      .where('pair', '=', pairOf(from, to))
      .executeTakeFirst();
    return Math.max(sentAt, (newest?.at ?? 0) + 1);
  }

  /** Updates the conversation on both sides; only the recipient has one more message to read. */
  async #updateConversations(
    trx: Transaction<Tables>,
    { id, from, to, sentAt, hidden }: Tables['messages'],
  ): Promise<void> {
    const both = [
      { userId: from, peerId: to, unread: 0 },
      { userId: to, peerId: from, unread: 1 },
    ];
    const sides = hidden === 1 ? both.slice(0, 1) : both;
    for (const side of sides.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
      await trx
        .insertInto('conversations')
        .values({ ...side, lastId: id, lastAt: sentAt, delivered: 0, read: 0, shownRead: 0 })
        .onConflict((oc) =>
          oc.columns(['userId', 'peerId']).doUpdateSet((eb) => ({
            lastId: id,
            lastAt: sentAt,
            unread: eb('conversations.unread', '+', side.unread),
          })),
        )
        .execute();
    }
  }

  async #meet(
    trx: Transaction<Tables>,
    { from, to, sentAt, hidden }: Tables['messages'],
  ): Promise<Acquaintance[]> {
    const both = [
      [from, to],
      [to, from],
    ] as const;
    const pairs = hidden === 1 ? both.slice(0, 1) : both;
    const known = await this.#people.acquaintancesOf(pairs, trx);
    const met = pairs
      .filter(([userId]) => !known.some((one) => one.userId === userId))
      .map(([userId, peerId]) => ({ userId, peerId, called: false, answered: false }));
    await this.#people.meet(trx, met, sentAt);
    return met;
  }

  async #newestFrom(trx: Transaction<Tables>, from: UserId, to: UserId): Promise<number> {
    const newest = await trx
      .selectFrom('messages')
      .select('sentAt')
      .where('pair', '=', pairOf(from, to))
      .where('from', '=', from)
      .where('hidden', '=', 0)
      .orderBy('sentAt', 'desc')
      .limit(1)
      .executeTakeFirst();
    return newest?.sentAt ?? 0;
  }

  /** Counts only the messages that are newly read, so that marking all of a long conversation one by one stays cheap. */
  async #countRead(
    trx: Transaction<Tables>,
    { userId, peerId }: ReadMark,
    after: number,
    upTo: number,
  ): Promise<number> {
    const { count } = await trx
      .selectFrom('messages')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pair', '=', pairOf(peerId, userId))
      .where('sentAt', '>', after)
      .where('sentAt', '<=', upTo)
      .where('from', '=', peerId)
      .where('hidden', '=', 0)
      .executeTakeFirstOrThrow();
    return count;
  }
}

function isSame(known: Tables['messages'], { from, to, text }: MessageDraft): boolean {
  return known.from === from && known.to === to && known.text === text;
}

function asMessage({ id, from, to, text, sentAt }: Tables['messages']): Message {
  return { id, from, to, text, sentAt };
}

function conversationsOf(db: Db, userId: UserId) {
  return (
    db
      .selectFrom('conversations as mine')
      // Absent where the peer has got none of the messages.
      .leftJoin('conversations as theirs', (join) =>
        join.onRef('theirs.userId', '=', 'mine.peerId').onRef('theirs.peerId', '=', 'mine.userId'),
      )
      .innerJoin('users', 'users.id', 'mine.peerId')
      .innerJoin('messages', 'messages.id', 'mine.lastId')
      .selectAll('messages')
      .select([
        'mine.peerId as peerId',
        ...peerColumns,
        'mine.unread as unread',
        'mine.delivered as mineDelivered',
        'mine.read as mineRead',
        'theirs.delivered as theirsDelivered',
        'theirs.shownRead as theirsRead',
      ])
      .where('mine.userId', '=', userId)
  );
}

type ConversationRow = Awaited<ReturnType<ReturnType<typeof conversationsOf>['execute']>>[number];

async function conversationWith(db: Db, userId: UserId, peerId: UserId): Promise<Conversation | undefined> {
  const row = await conversationsOf(db, userId).where('mine.peerId', '=', peerId).executeTakeFirst();
  return row === undefined ? undefined : asConversation(row);
}

function asConversation(row: ConversationRow): Conversation {
  return {
    peer: asPeer(row),
    last: asMessage(row),
    unread: row.unread,
    mine: { delivered: row.mineDelivered, read: row.mineRead },
    theirs: { delivered: row.theirsDelivered ?? 0, read: row.theirsRead ?? 0 },
  };
}
