import { connect, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test.use({ viewport: { width: 390, height: 844 } });

test('on a phone in landscape, the caller and all answers are in sight', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await grace.page.setViewportSize({ width: 844, height: 390 });
  await ringCallee(ada, grace, 'video');
  const { caller, accept, acceptWithoutVideo, decline, message } = grace.incomingFrom(ada, 'video');
  for (const part of [caller, accept, acceptWithoutVideo, decline, message]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  await decline.click();
});

test(
  'on a phone, the navigation stays reachable from a full-screen call',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    const { region, hangUp: hangUpButton } = ada.callWith(grace);
    for (const link of [
      ada.navigation.calls,
      ada.navigation.people,
      ada.navigation.settings,
      ada.navigation.checkup,
    ]) {
      await link.click();
      await expect(region, 'the call stays, as a bar').toHaveAttribute('data-phase', 'active');
      await expect(hangUpButton).toBeVisible();
      await ada.page.getByRole('button', { name: 'Show call' }).click();
      await ada.page.goBack();
      await expect(hangUpButton, 'Back shrinks the call and never ends it').toBeVisible();
      await ada.page.getByRole('button', { name: 'Show call' }).click();
    }
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);
