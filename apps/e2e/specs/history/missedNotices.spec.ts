import { ringCallee } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test.describe(`${viewport.width} px wide`, () => {
    test.use({ viewport });

    test('notices of missed calls cover no button of the Check-up', async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await grace.navigation.checkup.click();
      for (const medium of ['voice', 'video'] as const) {
        await ringCallee(ada, grace, medium);
        await ada.callWith(grace).cancel.click();
        await expect(grace.missedFrom(ada, medium).notice).toBeVisible();
      }
      const tests = grace.page.getByRole('main').getByRole('button', { name: /^test/i });
      await expect(tests).not.toHaveCount(0);
      // What is covered cannot be pressed: a trial press finds out without pressing.
      for (const button of await tests.all()) await button.click({ trial: true });
      await grace.missedFrom(ada, 'video').dismiss.click();
      await grace.missedFrom(ada, 'voice').dismiss.click();
      for (const button of await tests.all()) await button.click({ trial: true });
    });
  });
}
