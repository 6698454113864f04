import type { Page } from '@playwright/test';
import { expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAccessible, expectNoSidewaysScroll } from '../../support/accessibility.ts';
import type { OpenPerson } from '../../support/test.ts';
import { expect, test } from '../../support/test.ts';

// Screens are checked while it rings, which on a busy machine takes longer than the usual ring time.
test.use({ settings: { RING_TIMEOUT_MS: '120000' } });

type Check = (page: Page, screen: string) => Promise<void>;

/** Opens every screen with two people, and checks each. */
async function visitScreens(person: OpenPerson, check: Check): Promise<void> {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.find(grace);
  await check(ada.page, 'People');
  await ringCallee(ada, grace, 'video');
  await check(ada.page, 'an outgoing call');
  await check(grace.page, 'an incoming call');
  await grace.incomingFrom(ada, 'video').message.click();
  await check(grace.page, 'declining with a message');
  await grace.incomingFrom(ada, 'video').accept.click();
  await expectTalking(ada, grace, 'video');
  await check(ada.page, 'a video call');
  const call = ada.callWith(grace);
  await call.more.click();
  await check(ada.page, 'what is under "More"');
  // On a wide window, the options have an arrow of their own beside "Mute".
  if (await call.inMore('Microphone options').isVisible()) await call.inMore('Microphone options').click();
  else await call.microphoneOptions.click();
  await check(ada.page, 'the device menu');
  await ada.page.keyboard.press('Escape');
  await grace.page.goBack();
  await check(grace.page, 'a small call');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await expect(ada.after.dialog).toBeVisible();
  await check(ada.page, 'the dialog after a call');
  await ada.after.message.click();
  const { field, line } = ada.conversationWith(grace);
  await field.fill('A word that is too long to fit in any line: '.padEnd(300, 'a'));
  await field.press('Enter');
  await expect(line('A word that is too long')).toBeVisible();
  await check(ada.page, 'a conversation');
  await ada.navigation.calls.click();
  await check(ada.page, 'Calls');
  await grace.navigation.people.click();
  await ringCallee(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
  await check(grace.page, 'a missed call');
  for (const [link, heading] of [
    [ada.navigation.settings, 'Settings'],
    [ada.navigation.checkup, 'Check-up'],
  ] as const) {
    await link.click();
    await expect(ada.page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await check(ada.page, heading);
  }
}

test('every screen is accessible, in light and in dark', async ({ person, open }) => {
  test.slow();
  await expectAccessible(await open('/'), 'sign-in');
  await visitScreens(person, expectAccessible);
});

// The width that WCAG 2.2 requires (1.4.10): a small phone, or a window of 640 px at 200 % zoom.
test.describe('320 px wide', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('no screen scrolls sideways', { tag: '@long' }, async ({ person, open }) => {
    await expectNoSidewaysScroll(await open('/'), 'sign-in');
    await visitScreens(person, expectNoSidewaysScroll);
  });
});
