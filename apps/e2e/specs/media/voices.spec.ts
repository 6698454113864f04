import { connect, hangUp } from '../../support/callSteps.ts';
import { makeSpeech } from '../../support/media/microphoneFile.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';
import type { Locator } from '@playwright/test';

// Microphones into which somebody speaks. Launch flags differ, so these specs have their own browser.
test.use({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const speech = await makeSpeech();
      const args = [...(launchOptions.args ?? []), `--use-file-for-fake-audio-capture=${speech.file}`];
      await provide({ ...launchOptions, args });
      await speech.remove();
    },
    { scope: 'worker' },
  ],
});

/** Waits until an element looks different, as it only can because of what is drawn inside. */
async function expectMovement(element: Locator): Promise<void> {
  const first = await element.screenshot();
  await expect
    .poll(async () => first.equals(await element.screenshot()), { message: 'looks the same' })
    .toBe(false);
}

test('who talks while muted is told so, until they unmute', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  const words = "You're muted. Press M to unmute.";
  await expect(call.region).not.toContainText(words);
  await call.mute.click();
  await expect(call.region).toContainText(words);
  await call.unmute.click();
  await expect(call.region).not.toContainText(words);
  await call.mute.click();
  await expect(call.region).toContainText(words);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  await expectInputsReleased(ada);
});

test(
  'the own voice fills the microphone button, theirs moves the rings',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await ada.page.bringToFront();
    await expectMovement(call.mute);
    await expectMovement(call.region.locator('[data-meter="theirs"]'));
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('with little motion, voices are bars and nothing spreads', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await ada.page.emulateMedia({ reducedMotion: 'reduce' });
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  const theirs = call.region.locator('[data-meter="theirs"]');
  await expect(theirs).toHaveCount(1);
  await expect(theirs).toHaveCSS('width', '13px');
  await expectMovement(theirs);
  const running = await ada.page.evaluate(() => document.getAnimations().length);
  expect(running).toBe(0);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
