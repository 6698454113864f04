import { cancelCalls, openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test.describe(`${viewport.width} px wide`, () => {
    test.use({ viewport });

    test('notices of missed calls cover no button of the Check-up', async ({ person, server }, testInfo) => {
      const grace = await person('Grace');
      await grace.navigation.checkup.click();
      const ada = await openRawDevice(server.url, nameFor(testInfo, 'Ada'));
      const callee = await openRawDevice(server.url, grace.name);
      await cancelCalls(ada, callee, ['audio', 'video']);
      const { me } = ada.signedIn;
      for (const medium of ['voice', 'video'] as const) {
        await expect(grace.missedFrom(me, medium).notice).toBeVisible();
      }
      const tests = grace.page.getByRole('main').getByRole('button', { name: 'Run check' });
      await expect(tests).not.toHaveCount(0);
      await expect(tests).toBeEnabled();
      // A trial click fails on a covered button and presses nothing.
      for (const button of await tests.all()) await button.click({ trial: true });
      await grace.missedFrom(me, 'video').dismiss.click();
      await grace.missedFrom(me, 'voice').dismiss.click();
      for (const button of await tests.all()) await button.click({ trial: true });
      for (const device of [ada, callee]) device.close();
    });
  });
}
