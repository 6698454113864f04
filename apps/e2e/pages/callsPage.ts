import { expect, type Locator, type Page } from '@playwright/test';
import { parseEntry, type ShownEntry } from '../support/shownEntry.ts';
import type { Named } from '../support/callTerms.ts';

/** The call history. */
export function callsPage(page: Page) {
  const list = page.getByRole('list', { name: 'Call history' });
  const items = list.getByRole('listitem');
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  return {
    heading: page.getByRole('heading', { name: 'Calls', exact: true }),
    list,
    items,
    all: tab('All'),
    missed: tab('Missed'),
    search: page.getByRole('searchbox', { name: 'Search calls' }),
    clearHistory: page.getByRole('button', { name: 'Clear history' }),
    undo: page.getByRole('status').getByRole('button', { name: 'Undo' }),
    /** The lines of one person, newest first. */
    linesOf: ({ name }: Named) => items.filter({ hasText: name }),
    callAgain: (line: Locator, { name }: Named) =>
      line.getByRole('button', { name: new RegExp(`^Call ${name} (again|back)$`) }),
    show: (line: Locator) => line.getByRole('button', { name: /^Show \d+ calls$/ }),
    fold: (line: Locator) => line.getByRole('button', { name: /^Fold \d+ calls$/ }),
    details: (line: Locator) => line.getByRole('button', { name: 'Details' }),
    remove: (line: Locator) => line.getByRole('button', { name: 'Delete' }),
    /** Every line as it reads on the screen, newest first, folded repeats unfolded. */
    read: () => readEntries(list),
  };
}

async function readEntries(list: Locator): Promise<ShownEntry[]> {
  await unfold(list);
  const items = await list.getByRole('listitem').all();
  return Promise.all(
    items.map(async (item) => {
      const placedAt = await item.getByRole('time').first().getAttribute('datetime');
      return parseEntry(await item.ariaSnapshot(), placedAt);
    }),
  );
}

async function unfold(list: Locator): Promise<void> {
  const folded = list.getByRole('button', { name: /^Show \d+ calls$/ });
  for (let left = await folded.count(); left > 0; left -= 1) {
    await folded.first().click();
    await expect(folded).toHaveCount(left - 1);
  }
}
