import { noteDialog, noteIn } from '../../pages/noteDialog.ts';
import { ringCallee } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { expectInputsReleased, openInputs } from '../../support/media/inputProbe.ts';
import { untilRecorded } from '../../support/recordNote.ts';
import { switchPromptsOff } from '../../support/missedCallPrompts.ts';
import { expect, test } from '../../support/test.ts';

test(
  'a recording stops by itself at thirty seconds; after Discard nothing is left of it',
  { tag: '@long' },
  async ({ person }) => {
    test.slow();
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').decline.click();
    const note = noteDialog(ada.page, 'voice');
    await ada.after.leaveNote('voice').click();
    await note.record.click();
    await expect.poll(() => openInputs(ada.page)).toEqual({ audio: 1, video: 0 });
    await expect(note.send).toBeVisible({ timeout: 45_000 });
    await expectInputsReleased(ada);
    // The microphone may have needed part of them to start.
    await expect(note.words(/0:(29|30)/)).toBeVisible();
    await note.discard.click();
    await expect(note.dialog).toBeHidden();
    await openConversation(ada, grace);
    await expect(ada.conversationWith(grace).lines.first()).toBeVisible();
    await expect(noteIn(ada.page, 'voice').lines).toHaveCount(0);
  },
);

test(
  'Escape stops a recording and asks; a call that comes meanwhile takes nothing away',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').decline.click();
    const note = noteDialog(ada.page, 'voice');
    await ada.after.leaveNote('voice').click();
    await note.record.click();
    await expect(note.stop).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(note.discardQuestion).toBeVisible();
    await expectInputsReleased(ada);
    await ada.page.keyboard.press('Escape');
    await note.keep.click();
    await expect(note.play).toBeVisible();

    await ringCallee(grace, ada, 'voice');
    await ada.incomingFrom(grace, 'voice').accept.click();
    await expect(ada.callWith(grace).hangUp).toBeVisible();
    await expect(note.dialog).toBeHidden();
    await ada.callWith(grace).hangUp.click();
    await expect(note.send).toBeEnabled();

    await ada.page.keyboard.press('Escape');
    await note.discardQuestion.getByRole('button', { name: 'Discard' }).click();
    await expect(note.dialog).toBeHidden();
  },
);

test('a denied microphone is reported with what to do', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('The person said no.', 'NotAllowedError'));
    // Where the browser itself has granted it, the system has denied it, which is told in other words.
    navigator.permissions.query = ({ name }) =>
      Promise.resolve(Object.assign(new EventTarget(), { name, state: 'denied' as const, onchange: null }));
  });
  const note = noteDialog(ada.page, 'voice');
  await ada.after.leaveNote('voice').click();
  await note.record.click();
  await expect(note.words('allow it beside the address bar')).toBeVisible();
  await expect(note.record).toBeEnabled();
});

test('the camera is seen before Record, and goes out when the dialog is closed', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'video');
  await grace.incomingFrom(ada, 'video').decline.click();
  await expectInputsReleased(ada);
  const note = noteDialog(ada.page, 'video');
  await ada.after.leaveNote('video').click();
  await expectMoving(note.localVideo);
  await expect(note.record).toBeFocused();
  expect(await openInputs(ada.page)).toEqual({ audio: 1, video: 1 });
  await note.close.click();
  await expect(note.dialog).toBeHidden();
  await expectInputsReleased(ada);
});

test(
  'the dialog of a video note keeps its size, and shows the first picture of what was recorded',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await grace.incomingFrom(ada, 'video').decline.click();
    const note = noteDialog(ada.page, 'video');
    await ada.after.leaveNote('video').click();
    await expectMoving(note.localVideo);
    const size = () => note.dialog.evaluate(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]);
    const before = await size();
    await note.record.click();
    await expect(note.stop).toBeFocused();
    expect(await size()).toEqual(before);
    await untilRecorded(1, note);
    await note.stop.click();
    await expect(note.send).toBeFocused();
    expect(await size()).toEqual(before);
    const isDrawn = () =>
      note.localVideo.evaluate((video: HTMLVideoElement) => video.readyState >= 2 && video.videoWidth > 0);
    await expect.poll(isDrawn).toBe(true);
  },
);

test('with prompts off, no note is offered', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await switchPromptsOff(ada);
  await ada.reload();
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await expect(ada.after.dialog).toBeVisible();
  await expect(ada.after.leaveNote('voice')).toBeHidden();
});
