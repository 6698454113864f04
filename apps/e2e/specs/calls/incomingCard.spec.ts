import type { Page } from '@playwright/test';
import type { incomingCall } from '../../pages/incomingCall.ts';
import { noteDialog } from '../../pages/noteDialog.ts';
import { settingsPage } from '../../pages/settingsPage.ts';
import { expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { expectInputsReleased, openInputs } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('on a wide window a call rings beside the page, which can be used meanwhile', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  const incoming = grace.incomingFrom(ada, 'voice');
  await expect(incoming.accept).toBeFocused();
  // The card glides to its place.
  await expect.poll(async () => (await incoming.dialog.boundingBox())?.width).toBe(360);
  const box = await incoming.dialog.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(1240);
  await grace.navigation.people.click();
  await grace.people.search.click();
  await grace.page.keyboard.type('Linus');
  await expect(grace.people.search).toHaveValue('Linus');
  await grace.page.keyboard.press('Escape');
  await incoming.decline.click();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
});

test('"See yourself" shows the camera, and the accepted call goes on with it', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const openings = await countCameraOpenings(grace.page);
  await ringCallee(ada, grace, 'video');
  const incoming = grace.incomingFrom(ada, 'video');
  expect(await openInputs(grace.page), 'what is captured before the press').toEqual({ audio: 0, video: 0 });
  await incoming.seeYourself.click();
  await expectMoving(incoming.localVideo);
  expect(await openInputs(grace.page)).toEqual({ audio: 0, video: 1 });
  await incoming.accept.click();
  await expectTalking(ada, grace, 'video');
  await expectMoving(grace.callWith(ada).localVideo);
  expect(await openings()).toBe(1);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
});

test('with a dialog open, the call is above it and can be answered', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(grace, ada, 'voice');
  await ada.incomingFrom(grace, 'voice').decline.click();
  await grace.after.leaveNote('voice').click();
  await expect(noteDialog(grace.page, 'voice').dialog).toBeVisible();
  await ada.place('voice', grace);
  const incoming = grace.incomingFrom(ada, 'voice');
  await expect(incoming.accept).toBeFocused();
  await incoming.decline.click();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
});

for (const [ending, end] of [
  ['is declined', async ({ decline }) => decline.click()],
  ['is accepted without video', async ({ acceptWithoutVideo }) => acceptWithoutVideo.click()],
] as const satisfies readonly (readonly [
  string,
  (incoming: ReturnType<typeof incomingCall>) => Promise<void>,
])[]) {
  test(
    `the camera of "See yourself" goes out when the call ${ending}`,
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await ringCallee(ada, grace, 'video');
      const incoming = grace.incomingFrom(ada, 'video');
      await incoming.seeYourself.click();
      await expectMoving(incoming.localVideo);
      await end(incoming);
      await expect.poll(async () => (await openInputs(grace.page)).video).toBe(0);
    },
  );
}

test(
  'the camera of "See yourself" goes out when the caller cancels',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await grace.incomingFrom(ada, 'video').seeYourself.click();
    await expectMoving(grace.incomingFrom(ada, 'video').localVideo);
    await ada.callWith(grace).cancel.click();
    await expectInputsReleased(grace);
  },
);

test('the setting shows the camera while it rings, without a press', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await grace.navigation.settings.click();
  const { showCameraWhileRinging } = settingsPage(grace.page);
  await showCameraWhileRinging.click();
  await expect(showCameraWhileRinging).toBeChecked();
  await ringCallee(ada, grace, 'video');
  const incoming = grace.incomingFrom(ada, 'video');
  await expectMoving(incoming.localVideo);
  await incoming.hideYourself.click();
  await expectInputsReleased(grace);
  await expect(incoming.localVideo).toBeHidden();
  await incoming.decline.click();
});

/** Counts how often the page opens a camera. */
async function countCameraOpenings(page: Page): Promise<() => Promise<number>> {
  const counter = await page.evaluateHandle(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const counted = { cameras: 0 };
    mediaDevices.getUserMedia = (constraints) => {
      if (constraints?.video !== undefined) counted.cameras += 1;
      return getUserMedia(constraints);
    };
    return counted;
  });
  return () => counter.evaluate(({ cameras }) => cameras);
}
