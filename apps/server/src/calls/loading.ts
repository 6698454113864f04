import type { UserCache } from '../people/userCache.ts';
import type { Loaded } from './book.ts';
import type { CallMemory } from './callMemory.ts';
import type { Needs } from './work.ts';

/** What is at hand to decide upon. */
export interface Memories {
  readonly calls: CallMemory;
  readonly people: UserCache;
}

/** Finds all that a batch needs, each thing once; what nobody needs is not asked for. The first attempt trusts fresh ids. */
export async function load(
  { calls, people }: Memories,
  batch: readonly { readonly needs: Needs }[],
  attempt: number,
): Promise<Loaded> {
  const fresh = distinct(batch, (needs) => needs.fresh);
  const pairs = distinct(batch, ({ acquainted }) => acquainted);
  const [byId, named, acquaintances, contacts] = await Promise.all([
    calls.byIds([...distinct(batch, (needs) => needs.calls), ...(attempt === 0 ? [] : fresh)]),
    people.peopleOf(distinct(batch, (needs) => needs.names)),
    people.acquaintancesOf(pairs),
    people.contactsAmong(pairs),
  ]);
  const live = calls.liveOf(distinct(batch, ({ liveOf }) => liveOf));
  return { calls: [...byId, ...calls.liveAmong(fresh), ...live], people: named, acquaintances, contacts };
}

function distinct<Key>(
  batch: readonly { readonly needs: Needs }[],
  keysOf: (needs: Needs) => readonly Key[] | undefined,
): Key[] {
  const keys = new Set<Key>();
  for (const { needs } of batch) for (const key of keysOf(needs) ?? []) keys.add(key);
  return [...keys];
}
