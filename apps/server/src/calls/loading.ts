import type { Stores } from '../storage/batch.ts';
import type { Loaded } from './book.ts';
import type { Needs } from './work.ts';

/** Reads all that a batch needs, each thing once; what nobody needs is not asked for. */
export async function load(stores: Stores, batch: readonly { readonly needs: Needs }[]): Promise<Loaded> {
  const [byId, live, names, acquaintances] = await Promise.all([
    stores.calls.byIds(distinct(batch, ({ calls }) => calls)),
    stores.calls.liveOf(distinct(batch, ({ liveOf }) => liveOf)),
    stores.people.namesOf(distinct(batch, (needs) => needs.names)),
    stores.people.acquaintancesOf(distinct(batch, ({ acquainted }) => acquainted)),
  ]);
  return { calls: [...byId, ...live], names, acquaintances };
}

function distinct<Key>(
  batch: readonly { readonly needs: Needs }[],
  keysOf: (needs: Needs) => readonly Key[] | undefined,
): Key[] {
  const keys = new Set<Key>();
  for (const { needs } of batch) for (const key of keysOf(needs) ?? []) keys.add(key);
  return [...keys];
}
