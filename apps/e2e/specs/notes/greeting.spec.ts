import { settingsPage } from '../../pages/settingsPage.ts';
import { expectAccessible } from '../../support/accessibility.ts';
import { callUnanswered } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { playOn, playSlowly } from '../../support/media/playback.ts';
import { switchPromptsOff } from '../../support/missedCallPrompts.ts';
import { recordFor } from '../../support/recordNote.ts';
import { expect, test } from '../../support/test.ts';

test.use({ settings: { RING_TIMEOUT_MS: '1500' } });

/** Records a greeting of at least this many seconds, by the progress ring. */
async function recordGreeting(who: Person, seconds: number): Promise<void> {
  await who.navigation.settings.click();
  const { greeting } = settingsPage(who.page);
  await greeting.record.click();
  const button = (name: string) => greeting.dialog.getByRole('button', { name, exact: true });
  await recordFor(seconds, {
    record: button('Record'),
    stop: button('Stop'),
    progress: greeting.dialog.getByRole('progressbar'),
  });
  await button('Save').click();
  await expect(greeting.dialog).toBeHidden();
  await expect(greeting.play).toBeVisible();
}

test(
  "the caller hears the callee's greeting and is asked for a note when it ends",
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await recordGreeting(grace, 2);
    await playSlowly(ada.page);
    await callUnanswered(ada, grace, 'voice');
    const { greeting, skip, progress } = ada.after.greeting;
    await expect(skip).toBeVisible();
    await expect(ada.after.leaveNote('voice')).toBeHidden();
    for (const button of [ada.after.close, ada.after.message, ada.after.callAgain])
      await expect(button).toBeEnabled();
    await expectAccessible(ada.page, 'a greeting that plays');
    await expect(progress).toHaveAttribute('aria-valuenow', /^[1-9]/);
    await playOn(greeting.locator('audio'));
    await expect(ada.after.leaveNote('voice')).toBeVisible();
    await expect(greeting).toBeHidden();

    await ada.after.close.click();
    await grace.page.goBack();
    await grace.navigation.settings.click();
    await settingsPage(grace.page).greeting.remove.click();
    await expect(settingsPage(grace.page).greeting.play).toBeHidden();
    await callUnanswered(ada, grace, 'voice');
    await expect(ada.after.leaveNote('voice')).toBeVisible();
    await expect(greeting).toBeHidden();
  },
);

test(
  'skipping a greeting shows and focuses the question for a note',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await recordGreeting(grace, 2);
    await playSlowly(ada.page);
    await callUnanswered(ada, grace, 'video');
    await expect(ada.after.greeting.skip).toBeVisible();
    await ada.after.dialog.evaluate(async (dialog) => {
      await Promise.all(dialog.getAnimations().map(({ finished }) => finished));
    });
    const place = await ada.after.callAgain.boundingBox();
    await ada.after.greeting.skip.press('Enter');
    await expect(ada.after.leaveNote('video')).toBeFocused();
    await expect.poll(() => ada.after.callAgain.boundingBox(), 'nothing moves under a press').toEqual(place);
  },
);

test(
  'with prompts off the greeting still plays, and can be replayed',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await recordGreeting(grace, 1);
    await switchPromptsOff(ada);
    await playSlowly(ada.page);
    await callUnanswered(ada, grace, 'voice');
    const { greeting, skip, play } = ada.after.greeting;
    await expect(skip).toBeVisible();
    await playOn(greeting.locator('audio'));
    await play.click();
    await expect(skip).toBeVisible();
    await expect(ada.after.leaveNote('voice')).toBeHidden();
  },
);

test('when the browser blocks sound, the question comes at once', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await recordGreeting(grace, 4);
  await ada.page.evaluate(() => {
    HTMLMediaElement.prototype.play = () =>
      Promise.reject(new DOMException('Nobody pressed anything here.', 'NotAllowedError'));
  });
  await callUnanswered(ada, grace, 'voice');
  await expect(ada.after.leaveNote('voice')).toBeVisible();
  await expect(ada.after.greeting.greeting).toBeHidden();
});

test(
  'when a greeting does not load, the question comes without it soon',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await recordGreeting(grace, 1);
    const asked = ada.page.waitForRequest('**/api/notes/greeting/*');
    // Never answered.
    await ada.page.route('**/api/notes/greeting/*', () => {});
    await callUnanswered(ada, grace, 'voice');
    await asked;
    await expect(ada.after.close).toBeEnabled();
    await expect(ada.after.leaveNote('voice')).toBeVisible();
    await ada.after.leaveNote('voice').click();
    await expect(ada.page.getByRole('dialog', { name: 'Leave a voice note' })).toBeVisible();
  },
);
