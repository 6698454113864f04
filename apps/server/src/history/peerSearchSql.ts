import { setImmediate } from 'node:timers/promises';
import { matchesName, type UserId } from '@ringback/protocol';
import { sql, type Kysely } from 'kysely';
import { beginsWith, personColumns, type PeerRow, type PersonRow } from '../people/personSql.ts';
import type { Tables } from '../storage/schema.ts';

/** The peer of an entry; `contactName` is the user's own name for them, if they gave one. */
export interface NamedPeer extends PersonRow {
  readonly contactName: string | null;
}

/** People read from a history at once, about 2 ms of work: calls that cannot wait are written between two of them. */
const peopleAtOnce = 200;

const foundColumns = [...personColumns, 'contacts.name as contactName'] as const;

/** Whether the words match a name of a person: the user's own for them, the shown one, or the one they sign in with. */
export function hasName({ name, handle, contactName }: NamedPeer, words: readonly string[]): boolean {
  const names = new Set([name, handle, contactName ?? '']);
  return [...names].some((each) => matchesName(each, words));
}

export function peerIn(row: PeerRow & Pick<NamedPeer, 'contactName'>): NamedPeer {
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
   * Finds the peers with a name in the index of names. It costs time proportional to the number of people on the server
   * with that name, and of contacts with a name of the user's own. `tooMany`: more than `atMost` people have the name.
   */
  async byIndex(
    userId: UserId,
    words: readonly string[],
    atMost: number,
  ): Promise<readonly NamedPeer[] | 'tooMany'> {
    const word = longest(words);
    if (word === undefined) return [];
    if ((await this.#countNamed(word, atMost + 1)) > atMost) return 'tooMany';
    await setImmediate();
    const found = [...(await this.#namedByAll(userId, word)), ...(await this.#namedByUser(userId))];
    const peers = new Map(found.map((peer) => [peer.id, peer]));
    return [...peers.values()].filter((peer) => hasName(peer, words));
  }

  /** The same without the index: costs time proportional to the number of people in the history. */
  async byHistory(userId: UserId, words: readonly string[]): Promise<readonly NamedPeer[]> {
    const found: NamedPeer[] = [];
    for (let after = ''; ;) {
      await setImmediate();
      const peers = await this.#peersAfter(userId, after);
      found.push(...peers.filter((peer) => hasName(peer, words)));
      const last = peers.at(-1);
      if (last === undefined) return found;
      after = last.id;
    }
  }

  /** Jumps in the index from each person to the next, past the entries between them. In the order of ids. */
  async #peersAfter(userId: UserId, after: string): Promise<readonly NamedPeer[]> {
    const { rows } = await sql<NamedPeer>`
      with recursive peers(id, place) as (
        select min("peerId"), 1 from history where "userId" = ${userId} and "peerId" > ${after}
        union all
        select (select min("peerId") from history where "userId" = ${userId} and "peerId" > peers.id), place + 1
        from peers where peers.id is not null and place < ${peopleAtOnce}
      )
      select ${sql.join(personColumns.map((column) => sql.ref(column)))}, contacts.name as "contactName"
      from peers inner join users on users.id = peers.id
      left join contacts on contacts."userId" = ${userId} and contacts."peerId" = users.id
      order by users.id`.execute(this.#db);
    return rows;
  }

  async #countNamed(word: string, upTo: number): Promise<number> {
    const named = this.#db.selectFrom('nameWords').select('userId').where(beginsWith(word)).limit(upTo);
    const counted = this.#db
      .selectFrom(named.as('named'))
      .select((eb) => eb.fn.countAll<number>().as('count'));
    return (await counted.executeTakeFirstOrThrow()).count;
  }

  #namedByAll(userId: UserId, word: string): Promise<NamedPeer[]> {
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

  /** Contacts are few, so all that have a name of the user's own are read. */
  #namedByUser(userId: UserId): Promise<NamedPeer[]> {
    return this.#db
      .selectFrom('contacts')
      .innerJoin('users', 'users.id', 'contacts.peerId')
      .select(foundColumns)
      .where('contacts.userId', '=', userId)
      .where('contacts.name', 'is not', null)
      .execute();
  }
}

/** The longest word is the most selective. */
function longest(words: readonly string[]): string | undefined {
  return words.toSorted((a, b) => b.length - a.length)[0];
}
