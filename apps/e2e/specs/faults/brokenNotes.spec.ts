import type { Page } from '@playwright/test';
import { noteDialog, noteIn } from '../../pages/noteDialog.ts';
import { browserFaults, scriptOf } from '../../support/browserFaults.ts';
import { callUnanswered } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { recordNote } from '../../support/recordNote.ts';
import { expect, test } from '../../support/test.ts';

test.use({ settings: { RING_TIMEOUT_MS: '1500' } });

/** What happens to the database of notes under an open page. */
const losses: readonly { title: string; lose: (page: Page) => Promise<unknown> }[] = [
  { title: 'site data is cleared', lose: clearSiteData },
  {
    title: 'a later release takes the database over',
    lose: (page) =>
      page.evaluate(
        () =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open('ringback.notes', 2);
            opening.addEventListener('success', () => resolve(null));
            opening.addEventListener('error', () => reject(new Error('It was not taken over.')));
          }),
      ),
  },
  {
    title: 'each use of the database throws',
    lose: (page) => page.evaluate(scriptOf(faultOf('IndexedDB throws later'))),
  },
];

for (const { title, lose } of losses) {
  test(`${title} while a note is recorded: it is sent`, { tag: '@long' }, async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await callUnanswered(ada, grace, 'voice');
    await recordNote(ada, 'voice', 1);
    await lose(ada.page);
    await noteDialog(ada.page, 'voice').send.click();
    await grace.page.goBack();
    await openConversation(grace, ada);
    await expect(noteIn(grace.page, 'voice').lines).toHaveAccessibleName(/, not played$/);
    await openConversation(ada, grace);
    await expect(noteIn(ada.page, 'voice').lines).toHaveAccessibleName(/, not played$/);
  });
}

for (const title of [
  'locks are rejected',
  'locks are never granted',
  'there is no IndexedDB',
  'IndexedDB never opens',
]) {
  test(`${title}: a note is recorded and sent`, { tag: '@long' }, async ({ context, person }) => {
    const grace = await person('Grace', { profile: 'own' });
    await context.addInitScript({ content: scriptOf(faultOf(title)) });
    const ada = await person('Ada');
    await callUnanswered(ada, grace, 'voice');
    await recordNote(ada, 'voice', 1);
    await noteDialog(ada.page, 'voice').send.click();
    await grace.page.goBack();
    await openConversation(grace, ada);
    await expect(noteIn(grace.page, 'voice').lines).toHaveAccessibleName(/, not played$/);
  });
}

async function clearSiteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await session.detach();
}

function faultOf(title: string) {
  const fault = browserFaults.find((each) => each.title === title);
  if (fault === undefined) throw new Error(`There is no fault "${title}".`);
  return fault;
}
