import { isNamedSo, type UserId } from '@ringback/protocol';
import { sql, type Kysely } from 'kysely';
import { beginsWith } from './nameWordTable.ts';
import { personColumns, type PeerRow, type PersonRow } from './personRow.ts';
import type { Tables } from './schema.ts';

/** The other one in entries; `contactName` is what the user calls them, if that is something else. */
export interface Peer extends PersonRow {
  readonly contactName: string | null;
}

/** What is read of a `Peer`. */
const foundColumns = [...personColumns, 'contacts.name as contactName'] as const;

/** Whether somebody is found: by what the user or others call them, or by the name they sign in with. */
export function isCalledSo({ name, handle, contactName }: Peer, words: readonly string[]): boolean {
  const names = new Set([name, handle, contactName ?? '']);
  return [...names].some((each) => isNamedSo(each, words));
}

/** Whom an entry is with. */
export function peerIn(row: PeerRow & Pick<Peer, 'contactName'>): Peer {
  const { peerId: id, peerName: name, peerHandle: handle, peerPicture: picture, contactName } = row;
  return { id, name, handle, picture, contactName };
}

/** Finds the people of one history by name. */
export class PeerSearch {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * Those whom a user may have entries with and who are called so, by an index of names: it costs by how many people on
   * the server are called so, and by how many contacts have a name of the user's own. `tooMany`: more than `atMost` are.
   */
  async byIndex(
    userId: UserId,
    words: readonly string[],
    atMost: number,
  ): Promise<readonly Peer[] | 'tooMany'> {
    const word = longest(words);
    if (word === undefined) return [];
    if ((await this.#countCalled(word, atMost + 1)) > atMost) return 'tooMany';
    const found = [...(await this.#calledByAll(userId, word)), ...(await this.#calledByUser(userId))];
    const peers = new Map(found.map((peer) => [peer.id, peer]));
    return [...peers.values()].filter((peer) => isCalledSo(peer, words));
  }

  /** The same without the index: by how many people there are in the history. */
  async byHistory(userId: UserId, words: readonly string[]): Promise<readonly Peer[]> {
    // A jump in the index from each person to the next, past all entries between.
    const { rows } = await sql<Peer>`
      with recursive peers(id) as (
        select min("peerId") from history where "userId" = ${userId}
        union all
        select (select min("peerId") from history where "userId" = ${userId} and "peerId" > peers.id)
        from peers where peers.id is not null
      )
      select ${sql.join(personColumns.map((column) => sql.ref(column)))}, contacts.name as "contactName"
      from peers inner join users on users.id = peers.id
      left join contacts on contacts."userId" = ${userId} and contacts."peerId" = users.id`.execute(this.#db);
    return rows.filter((peer) => isCalledSo(peer, words));
  }

  async #countCalled(word: string, upTo: number): Promise<number> {
    const called = this.#db.selectFrom('nameWords').select('userId').where(beginsWith(word)).limit(upTo);
    const counted = this.#db
      .selectFrom(called.as('called'))
      .select((eb) => eb.fn.countAll<number>().as('count'));
    return (await counted.executeTakeFirstOrThrow()).count;
  }

  #calledByAll(userId: UserId, word: string): Promise<Peer[]> {
    return this.#db
      .selectFrom('nameWords')
      .innerJoin('users', 'users.id', 'nameWords.userId')
      .leftJoin('contacts', (join) =>
        join.onRef('contacts.peerId', '=', 'users.id').on('contacts.userId', '=', userId),
      )
      .select(foundColumns)
      .where(beginsWith(word))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('history')
            .select('history.callId')
            .where('history.userId', '=', userId)
            .whereRef('history.peerId', '=', 'users.id'),
        ),
      )
      .execute();
  }

  /** Contacts are few, so those who are called something else by the user are all looked at. */
  #calledByUser(userId: UserId): Promise<Peer[]> {
    return this.#db
      .selectFrom('contacts')
      .innerJoin('users', 'users.id', 'contacts.peerId')
      .select(foundColumns)
      .where('contacts.userId', '=', userId)
      .where('contacts.name', 'is not', null)
      .execute();
  }
}

/** Of several words the longest says most. */
function longest(words: readonly string[]): string | undefined {
  return words.toSorted((a, b) => b.length - a.length)[0];
}
