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
  const place = () => Promise.all([accept.boundingBox(), decline.boundingBox()]);
  const before = await place();
  await message.click();
  await expect(grace.page.getByRole('textbox', { name: 'Write your own' })).toBeInViewport({ ratio: 1 });
  expect(await place()).toEqual(before);
  await decline.click();
});

test(
  'on a phone, all screens can be visited from a call, which stays as a bar',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    const { region, hangUp: hangUpButton, backToApp, open } = ada.callWith(grace);
    await expect(ada.navigation.main).toBeHidden();
    await backToApp.click();
    for (const link of [
      ada.navigation.calls,
      ada.navigation.people,
      ada.navigation.settings,
      ada.navigation.checkup,
    ]) {
      await link.click();
      await expect(region).toHaveAttribute('data-layout', 'bar');
      await expect(hangUpButton).toBeVisible();
      await open.click({ position: { x: 4, y: 4 } });
      await expect(region).toHaveAttribute('data-layout', 'full');
      await ada.page.goBack();
      await expect(hangUpButton, 'Back shrinks the call and never ends it').toBeVisible();
    }
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);
