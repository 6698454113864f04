import type { CallId, MessageId, NoteId, UserId } from '@ringback/protocol';
import { sql, type Kysely, type Transaction } from 'kysely';
import * as v from 'valibot';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** A piece of a table, by its primary key: rows after `after` that are older than `before` are deleted. */
interface Piece<Key> {
  readonly before: number;
  readonly after: Key | undefined;
}

/** Where the next piece begins; undefined after the last. */
interface Done<Key> {
  readonly next: Key | undefined;
}

/** The key of a line of someone's history. */
export interface EntryKey {
  readonly userId: UserId;
  readonly callId: CallId;
}

/** The operations that delete what is too old, one piece of a table at a time, so that calls are stored in between. */
export interface RetentionOperations {
  'retention:messages': { input: Piece<MessageId>; output: Done<MessageId> };
  /** `gone`: notes whose bytes are files. */
  'retention:notes': {
    input: Piece<NoteId>;
    output: Done<NoteId> & { readonly gone: NoteId[] };
  };
  /** The messages that are attached to reports. */
  'retention:reports': { input: Piece<number>; output: Done<number> };
  'retention:history': { input: Piece<EntryKey>; output: Done<EntryKey> };
  /** Calls that have ended, with their traces. */
  'retention:calls': { input: Piece<CallId>; output: Done<CallId> };
  /** Entries that were removed and can still be restored; there are few. */
  'retention:removed': { input: number; output: void };
}

/** Rows that one piece reads, about 2 ms. No index by time is needed then, which each new row would have to pay for. */
const pieceSize = 500;

export function retentionOperations(db: Kysely<Tables>): OperationHandlers<RetentionOperations> {
  return {
    'retention:messages': (piece) => db.transaction().execute((trx) => dropMessages(trx, piece)),
    'retention:notes': (piece) => db.transaction().execute((trx) => dropNotes(trx, piece)),
    'retention:reports': (piece) => db.transaction().execute((trx) => dropAttached(trx, piece)),
    'retention:history': (piece) => db.transaction().execute((trx) => dropEntries(trx, piece)),
    'retention:calls': (piece) => db.transaction().execute((trx) => dropCalls(trx, piece)),
    'retention:removed': async (before) => {
      await db.deleteFrom('removed').where('placedAt', '<', before).execute();
    },
  };
}

async function dropMessages(
  trx: Transaction<Tables>,
  { before, after }: Piece<MessageId>,
): Promise<Done<MessageId>> {
  let query = trx.selectFrom('messages').selectAll().orderBy('id').limit(pieceSize);
  if (after !== undefined) query = query.where('id', '>', after);
  const rows = await query.execute();
  const old = rows.filter(({ sentAt }) => sentAt < before);
  if (old.length > 0) {
    const ids = old.map(({ id }) => id);
    await trx.deleteFrom('messages').where('id', 'in', ids).execute();
    await giveRoomBack(trx, old);
    await updateConversations(trx, old, before);
  }
  return { next: rows.length === pieceSize ? rows.at(-1)?.id : undefined };
}

type MessageRow = Tables['messages'];

async function giveRoomBack(trx: Transaction<Tables>, old: readonly MessageRow[]): Promise<void> {
  for (const [sender, messages] of Map.groupBy(old, ({ from }) => from)) {
    const bytes = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    await trx
      .updateTable('users')
      .set({ textBytes: sql`max("textBytes" - ${bytes}, 0)` })
      .where('id', '=', sender)
      .execute();
  }
}

/** A conversation goes with its last message; in the others only messages that are still there are unread. */
async function updateConversations(
  trx: Transaction<Tables>,
  old: readonly MessageRow[],
  before: number,
): Promise<void> {
  for (const [pair, messages] of Map.groupBy(old, (message) => message.pair)) {
    const users = [...new Set(messages.flatMap(({ from, to }) => [from, to]))];
    for (const userId of users) {
      const peerId = users.find((other) => other !== userId) ?? userId;
      const own = trx.deleteFrom('conversations').where('userId', '=', userId).where('peerId', '=', peerId);
      await own.where('lastAt', '<', before).execute();
      await trx
        .updateTable('conversations')
        .set({
          unread: sql`(select count(*) from messages where pair = ${pair} and "to" = ${userId}
            and hidden = 0 and "sentAt" > conversations.read)`,
        })
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .where('unread', '>', 0)
        .execute();
    }
  }
}

async function dropNotes(
  trx: Transaction<Tables>,
  { before, after }: Piece<NoteId>,
): Promise<Done<NoteId> & { readonly gone: NoteId[] }> {
  let query = trx.selectFrom('notes').select(['id', 'offeredAt']).orderBy('id').limit(pieceSize);
  if (after !== undefined) query = query.where('id', '>', after);
  const rows = await query.execute();
  const gone = rows.filter(({ offeredAt }) => offeredAt < before).map(({ id }) => id);
  if (gone.length > 0) {
    await trx.deleteFrom('noteReceipts').where('noteId', 'in', gone).execute();
    await trx.deleteFrom('notes').where('id', 'in', gone).execute();
  }
  return { gone, next: rows.length === pieceSize ? rows.at(-1)?.id : undefined };
}

const Attached = v.array(v.looseObject({ sentAt: v.number() }));

/** A report stays: it is the host's. */
async function dropAttached(
  trx: Transaction<Tables>,
  { before, after = 0 }: Piece<number>,
): Promise<Done<number>> {
  const rows = await trx
    .selectFrom('reports')
    .select(['id', 'messages'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(pieceSize)
    .execute();
  for (const { id, messages } of rows) {
    const attached = v.parse(Attached, JSON.parse(messages));
    const kept = attached.filter(({ sentAt }) => sentAt >= before);
    if (kept.length === attached.length) continue;
    const change = { messages: JSON.stringify(kept) };
    await trx.updateTable('reports').set(change).where('id', '=', id).execute();
  }
  return { next: rows.length === pieceSize ? rows.at(-1)?.id : undefined };
}

async function dropEntries(
  trx: Transaction<Tables>,
  { before, after }: Piece<EntryKey>,
): Promise<Done<EntryKey>> {
  let query = trx
    .selectFrom('history')
    .select(['userId', 'callId', 'placedAt'])
    .orderBy('userId')
    .orderBy('callId')
    .limit(pieceSize);
  if (after !== undefined)
    query = query.where(sql<boolean>`("userId", "callId") > (${after.userId}, ${after.callId})`);
  const rows = await query.execute();
  for (const [userId, entries] of Map.groupBy(
    rows.filter(({ placedAt }) => placedAt < before),
    (entry) => entry.userId,
  )) {
    const callIds = entries.map(({ callId }) => callId);
    await trx.deleteFrom('history').where('userId', '=', userId).where('callId', 'in', callIds).execute();
  }
  const last = rows.at(-1);
  const isLast = rows.length < pieceSize || last === undefined;
  return { next: isLast ? undefined : { userId: last.userId, callId: last.callId } };
}

async function dropCalls(trx: Transaction<Tables>, { before, after }: Piece<CallId>): Promise<Done<CallId>> {
  let query = trx.selectFrom('calls').select(['id', 'live', 'placedAt']).orderBy('id').limit(pieceSize);
  if (after !== undefined) query = query.where('id', '>', after);
  const rows = await query.execute();
  const old = rows.filter(({ live, placedAt }) => live === 0 && placedAt < before).map(({ id }) => id);
  if (old.length > 0) await trx.deleteFrom('calls').where('id', 'in', old).where('live', '=', 0).execute();
  return { next: rows.length === pieceSize ? rows.at(-1)?.id : undefined };
}
