import type { UserId } from '@ringback/protocol';

/** A message that waits for its turn or for a retry. */
export interface WaitingPush {
  readonly userId: UserId;
  /** The owner of its push service. */
  readonly owner: string;
  /** Ringing calls go before everything else. */
  readonly lane: 'ringing' | 'other';
}

/** Where a new message finds its place: in free room, in that of another message, or nowhere. */
export type Placement<Item> =
  { readonly kind: 'free' } | { readonly kind: 'replaces'; readonly item: Item } | { readonly kind: 'full' };

/** Messages that wait or are being sent; normal use has a handful. */
const maxMessages = 2_000;
/** The same for one user, who has at most ten browsers. */
const maxPerUser = 100;

/**
 * The messages that wait. A user has a share. Where the room is full, the one that uses most of it gives a place up:
 * first among the owners of push services, then among users.
 */
export class PushRoom<Item extends WaitingPush> {
  /** In the order in which they came. */
  readonly #items = new Set<Item>();
  readonly #byUser = new Map<string, number>();
  readonly #byOwner = new Map<string, number>();

  add(item: Item): void {
    this.#items.add(item);
    this.#count(item, 1);
  }

  remove(item: Item): void {
    if (this.#items.delete(item)) this.#count(item, -1);
  }

  clear(): void {
    for (const item of this.#items) this.remove(item);
  }

  /** `sending`: messages that are being sent, whose places cannot be taken. */
  placeFor(message: WaitingPush, sending: number): Placement<Item> {
    const isFree = this.#items.size + sending < maxMessages;
    if ((this.#byUser.get(message.userId) ?? 0) >= maxPerUser)
      return this.#replaceLast(message, ({ userId }) => userId === message.userId);
    if (isFree) return { kind: 'free' };
    const owner = greediest(this.#byOwner, message.owner);
    if (owner !== undefined) return this.#replaceLast(undefined, (item) => item.owner === owner);
    const user = greediest(this.#byUser, message.userId);
    if (user !== undefined) return this.#replaceLast(undefined, ({ userId }) => userId === user);
    return this.#replaceLast(message, () => true);
  }

  /** Replaces the last matching message that is not about a ringing call; for an equal `message` only by a ringing call. */
  #replaceLast(message: WaitingPush | undefined, matches: (item: Item) => boolean): Placement<Item> {
    if (message?.lane === 'other') return { kind: 'full' };
    let last: Item | undefined;
    for (const item of this.#items) {
      if (!matches(item)) continue;
      if (item.lane === 'other' || (message === undefined && last?.lane !== 'other')) last = item;
    }
    return last === undefined ? { kind: 'full' } : { kind: 'replaces', item: last };
  }

  #count({ userId, owner }: Item, change: 1 | -1): void {
    add(this.#byUser, userId, change);
    add(this.#byOwner, owner, change);
  }
}

/** The name with the highest count, if that is at least two more than that of another name. */
function greediest(counts: ReadonlyMap<string, number>, than: string): string | undefined {
  let most = (counts.get(than) ?? 0) + 1;
  let name: string | undefined;
  for (const [each, count] of counts) {
    if (count <= most) continue;
    name = each;
    most = count;
  }
  return name;
}

/** Adds to the count of a key; a key with a count of 0 is removed. */
export function add<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
