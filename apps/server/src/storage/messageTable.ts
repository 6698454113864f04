import type { Conversation, Message, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type {
  Acquaintance,
  MarkWish,
  MessageDraft,
  MessagePage,
  MessageWish,
  SentMessage,
} from './operations.ts';
import type { PeopleTable } from './peopleTable.ts';
import { asPeer, peerColumns } from './personRow.ts';
import type { Tables } from './schema.ts';

type Db = Kysely<Tables> | Transaction<Tables>;

/** Reads and writes text messages, and how far each side of a conversation has got with them. */
export class MessageTable {
  readonly #db: Kysely<Tables>;
  readonly #people: PeopleTable;

  constructor(db: Kysely<Tables>, people: PeopleTable) {
    this.#db = db;
    this.#people = people;
  }

  /** Stores a message once, however often it is sent; the two then know each other. */
  send(draft: MessageDraft): Promise<SentMessage> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('messages')
        .selectAll()
        .where('id', '=', draft.id)
        .executeTakeFirst();
      if (known !== undefined) return isSame(known, draft) ? again(asMessage(known)) : { kind: 'conflict' };
      const row = { ...draft, pair: pairOf(draft.from, draft.to), sentAt: await this.#nextTime(trx, draft) };
      await trx.insertInto('messages').values(row).execute();
      await this.#noteSent(trx, row);
      return { kind: 'stored', message: asMessage(row), met: await this.#meet(trx, row) };
    });
  }

  /** Reads one page of messages between two, newest first. */
  async page({ userId, peerId, before, limit }: MessageWish): Promise<MessagePage> {
    let query = this.#db.selectFrom('messages').selectAll().where('pair', '=', pairOf(userId, peerId));
    if (before !== undefined) query = query.where('sentAt', '<', before);
    const rows = await query
      .orderBy('sentAt', 'desc')
      .limit(limit + 1)
      .execute();
    const messages = rows.slice(0, limit).map(asMessage);
    const last = rows.length > limit ? messages.at(-1) : undefined;
    return { messages, ...(last !== undefined && { next: last.sentAt }) };
  }

  /** Lists a user's conversations, the latest first. */
  async conversations(userId: UserId, limit: number): Promise<Conversation[]> {
    const query = conversationsOf(this.#db, userId).orderBy('mine.lastAt', 'desc').limit(limit);
    return (await query.execute()).map(asConversation);
  }

  /** Reads one conversation as a user has it. */
  conversation(userId: UserId, peerId: UserId): Promise<Conversation | undefined> {
    return conversationWith(this.#db, userId, peerId);
  }

  /**
   * Moves on how far a user has got, never back and never beyond what was written. Tells whether that changed anything.
   */
  mark(wish: MarkWish): Promise<{ conversation: Conversation; isNew: boolean } | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const { userId, peerId } = wish;
      const known = await conversationWith(trx, userId, peerId);
      if (known === undefined) return undefined;
      const { mine } = known;
      const newest = await this.#newestFrom(trx, peerId, userId);
      const read = Math.max(mine.read, Math.min(wish.read ?? 0, newest));
      const delivered = Math.max(mine.delivered, Math.min(wish.delivered ?? 0, newest), read);
      if (read === mine.read && delivered === mine.delivered) return { conversation: known, isNew: false };
      const unread = await this.#countAfter(trx, peerId, userId, read);
      await trx
        .updateTable('conversations')
        .set({ read, delivered, unread })
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .execute();
      return { conversation: { ...known, mine: { read, delivered }, unread }, isNew: true };
    });
  }

  /** Times rise from message to message, whatever the clock does, so that they order a conversation. */
  async #nextTime(trx: Transaction<Tables>, { from, to, sentAt }: MessageDraft): Promise<number> {
    const newest = await trx
      .selectFrom('messages')
      .select((eb) => eb.fn.max('sentAt').as('at'))
      .where('pair', '=', pairOf(from, to))
      .executeTakeFirst();
    return Math.max(sentAt, (newest?.at ?? 0) + 1);
  }

  /** Both have the conversation; the one who wrote has nothing more to read than before. */
  async #noteSent(trx: Transaction<Tables>, { id, from, to, sentAt }: Tables['messages']): Promise<void> {
    const both = [
      { userId: from, peerId: to, unread: 0 },
      { userId: to, peerId: from, unread: 1 },
    ];
    for (const side of both.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
      await trx
        .insertInto('conversations')
        .values({ ...side, lastId: id, lastAt: sentAt, delivered: 0, read: 0 })
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

  async #meet(trx: Transaction<Tables>, { from, to, sentAt }: Tables['messages']): Promise<Acquaintance[]> {
    const pairs = [
      [from, to],
      [to, from],
    ] as const;
    const known = await this.#people.acquaintancesOf(pairs, trx);
    const met = pairs
      .filter(([userId]) => !known.some((one) => one.userId === userId))
      .map(([userId, peerId]) => ({ userId, peerId, called: false }));
    await this.#people.meet(trx, met, sentAt);
    return met;
  }

  async #newestFrom(trx: Transaction<Tables>, from: UserId, to: UserId): Promise<number> {
    const newest = await trx
      .selectFrom('messages')
      .select('sentAt')
      .where('pair', '=', pairOf(from, to))
      .where('from', '=', from)
      .orderBy('sentAt', 'desc')
      .limit(1)
      .executeTakeFirst();
    return newest?.sentAt ?? 0;
  }

  async #countAfter(trx: Transaction<Tables>, from: UserId, to: UserId, after: number): Promise<number> {
    const { count } = await trx
      .selectFrom('messages')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pair', '=', pairOf(from, to))
      .where('sentAt', '>', after)
      .where('from', '=', from)
      .executeTakeFirstOrThrow();
    return count;
  }
}

/** Both ids in order, so that it is the same whoever writes. */
function pairOf(a: UserId, b: UserId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function isSame(known: Tables['messages'], { from, to, text }: MessageDraft): boolean {
  return known.from === from && known.to === to && known.text === text;
}

function again(message: Message): SentMessage {
  return { kind: 'known', message };
}

function asMessage({ id, from, to, text, sentAt }: Tables['messages']): Message {
  return { id, from, to, text, sentAt };
}

function conversationsOf(db: Db, userId: UserId) {
  return db
    .selectFrom('conversations as mine')
    .innerJoin('conversations as theirs', (join) =>
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
      'theirs.read as theirsRead',
    ])
    .where('mine.userId', '=', userId);
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
    theirs: { delivered: row.theirsDelivered, read: row.theirsRead },
  };
}
