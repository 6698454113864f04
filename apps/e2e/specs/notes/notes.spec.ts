import type { Locator } from '@playwright/test';
import { noteDialog, noteIn } from '../../pages/noteDialog.ts';
import { expectAccessible } from '../../support/accessibility.ts';
import { callUnanswered } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { recordNote } from '../../support/recordNote.ts';
import { expect, test } from '../../support/test.ts';
import { longIf } from '../../support/tags.ts';

// Most calls here are not answered.
test.use({ settings: { RING_TIMEOUT_MS: '1500' } });

/** The real duration of a media element, in seconds. */
const lengthOf = (media: Locator): Promise<number> =>
  media.evaluate((element) => (element instanceof HTMLMediaElement ? element.duration : NaN));

/** The duration that a note's line shows, in seconds. */
async function saidLength(line: Locator): Promise<number> {
  const label = (await line.getAttribute('aria-label')) ?? '';
  const [, minutes = '', seconds = ''] = /, (\d+):(\d\d), /.exec(label) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}

for (const medium of ['voice', 'video'] as const) {
  test(
    `after an unanswered ${medium} call a note is left, played when the callee is back, and shown as played`,
    { tag: longIf(medium === 'video') },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace', { profile: 'own' });
      await callUnanswered(ada, grace, medium);
      // The recording is shorter than the progress ring shows, by the time the microphone takes to start.
      await recordNote(ada, medium, 4);
      await expectInputsReleased(ada);
      const dialog = noteDialog(ada.page, medium);
      await dialog.play.click();
      await expect(dialog.pause).toBeVisible();
      await expectAccessible(ada.page, 'a note to be sent');
      await dialog.send.click();
      await expect(dialog.dialog).toBeHidden();
      await expect(dialog.sent).toBeVisible();
      await openConversation(ada, grace);
      const adas = noteIn(ada.page, medium);
      await expect(adas.lines).toHaveAccessibleName(new RegExp(`from ${ada.name}, 0:0\\d, not played$`));

      await grace.page.goBack();
      await grace.navigation.calls.click();
      await expect(grace.history.items.first()).toContainText('not played');
      const phone = await person('Grace', { profile: 'own' });
      for (const tab of [grace, phone]) {
        await tab.navigation.people.click();
        await expect(tab.people.person(ada)).toContainText('1 unread');
      }
      await openConversation(grace, ada);
      const graces = noteIn(grace.page, medium);
      await expect(graces.lines).toHaveAccessibleName(new RegExp(`from ${ada.name}, 0:0\\d, not played$`));
      await expect(grace.page.getByRole('button', { name: '1 new note' })).toBeVisible();
      await expect(graces.callBack).toBeEnabled();
      await graces.play.click();
      await expect(graces.lines).toHaveAccessibleName(/, played$/);
      await expect(adas.lines).toHaveAccessibleName(/, played$/);
      await expect(grace.page.getByRole('button', { name: '1 new note' })).toBeHidden();
      await expect(phone.people.person(ada)).not.toContainText('unread');
      const said = await saidLength(graces.lines);
      const length = await lengthOf(graces.media);
      expect(said).toBeGreaterThanOrEqual(3);
      expect(Math.abs(length - said)).toBeLessThan(1 + 0.1 * said);
      await graces.position.fill('2000');
      await expect
        .poll(() =>
          graces.media.evaluate((element) => (element instanceof HTMLMediaElement ? element.currentTime : 0)),
        )
        .toBeGreaterThanOrEqual(2);
      await expectAccessible(grace.page, 'a conversation with a note');

      const elsewhere = await person('Grace', { profile: 'own' });
      await openConversation(elsewhere, ada);
      const late = noteIn(elsewhere.page, medium).lines;
      await expect(late).toContainText('No longer available in this browser');
      await expect(adas.play).toBeVisible();
    },
  );
}

test(
  'the history marks calls with a note on every device of the sender and the recipient',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await callUnanswered(ada, grace, 'voice');
    await recordNote(ada, 'voice', 1);
    await noteDialog(ada.page, 'voice').send.click();
    await grace.page.goBack();
    await grace.navigation.calls.click();
    const later = await person('Ada', { profile: 'own' });
    await later.navigation.calls.click();
    for (const tab of [grace, later]) await expect(tab.history.items.first()).toContainText(', not played');
    await openConversation(grace, ada);
    await noteIn(grace.page, 'voice').play.click();
    await expect(noteIn(grace.page, 'voice').lines).toHaveAccessibleName(/, played$/);
    const latest = await person('Grace', { profile: 'own' });
    await latest.navigation.calls.click();
    for (const tab of [later, latest]) {
      await expect(tab.history.items.first()).toContainText(', played');
      await tab.reload();
      await expect(tab.history.items.first()).toContainText(', played');
    }
  },
);

test(
  'sending a note resumes by itself after a lost connection, also after a reload',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await callUnanswered(ada, grace, 'video');
    await recordNote(ada, 'video', 2);
    let parts = 0;
    await ada.page.route('**/api/notes/*', (route) => {
      parts += 1;
      return parts === 1 ? route.continue() : route.abort();
    });
    const cut = ada.page.waitForEvent('requestfailed', (request) => request.url().includes('/api/notes/'));
    await noteDialog(ada.page, 'video').send.click();
    await cut;
    await server.kill();
    await openConversation(ada, grace);
    const line = noteIn(ada.page, 'video').lines;
    await expect(line).toHaveAccessibleName(/waiting to be sent$/);
    await ada.page.unroute('**/api/notes/*');
    await server.start();
    await ada.reload();
    await openConversation(ada, grace);
    await expect(line).toHaveAccessibleName(/, not played$/);
    await grace.page.goBack();
    await openConversation(grace, ada);
    const graces = noteIn(grace.page, 'video');
    await graces.play.click();
    await expect(graces.lines).toHaveAccessibleName(/, played$/);
  },
);
