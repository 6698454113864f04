import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { expectRise, expectStandstill } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test(
  'noise is suppressed on this device: the voice, muting and hanging up stay',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const fetched = ada.page.waitForResponse(/rnnoise.*\.wasm$/);
    await call.microphoneOptions.click();
    await call.noise('Strong').check();
    expect((await fetched).ok()).toBe(true);
    await expect(call.options('Microphone options')).not.toContainText('Starting…');
    await expect(call.options('Microphone options')).not.toContainText("The browser's is on");
    await ada.page.keyboard.press('Escape');
    await Promise.all([ada, grace].map(({ page }) => expectRise(page, 'audioEnergy', 0)));
    await call.mute.click();
    await expectStandstill(grace.page, 'audioEnergy');
    await expectRise(grace.page, 'audioPackets', 10);
    await call.unmute.click();
    await expectRise(grace.page, 'audioEnergy', 0);
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'what suppresses noise does not load: the browser’s own is used and the voice goes on, until another attempt works',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const options = call.options('Microphone options');
    const fails = "Strong noise suppression didn't load. The browser's is on.";
    await ada.page.route(/rnnoise.*\.wasm$/, (route) => route.abort());
    await call.microphoneOptions.click();
    await call.noise('Strong').check();
    await expect(options).toContainText(fails);
    await expectRise(grace.page, 'audioEnergy', 0);
    await ada.page.unrouteAll();
    await options.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(options).not.toContainText(fails);
    await expect(options).not.toContainText('Starting…');
    await Promise.all([ada, grace].map(({ page }) => expectRise(page, 'audioEnergy', 0)));
  },
);
