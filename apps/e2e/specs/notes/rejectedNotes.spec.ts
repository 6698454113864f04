import { randomUUID } from 'node:crypto';
import { bounds, CallId, NoteOffer } from '@ringback/protocol';
import type { RawDevice } from '@ringback/testkit';
import * as v from 'valibot';
import { noteDialog, noteIn } from '../../pages/noteDialog.ts';
import { ringCallee } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import type { Person } from '../../support/person.ts';
import { playOn, playSlowly } from '../../support/media/playback.ts';
import { openRawDevice } from '../../support/rawDevice.ts';
import { recordNote } from '../../support/recordNote.ts';
import { expect, test } from '../../support/test.ts';
import { longIf } from '../../support/tags.ts';

/** Records a second after a call that the other person declined, and sends it. */
async function leaveNote(caller: Person, callee: Person): Promise<void> {
  await ringCallee(caller, callee, 'voice');
  await callee.incomingFrom(caller, 'voice').decline.click();
  await recordNote(caller, 'voice', 1);
  const dialog = noteDialog(caller.page, 'voice');
  await dialog.send.click();
  await expect(dialog.dialog).toBeHidden();
}

/** Makes a page misstate the notes it sends; the server checks the offer. */
async function misstate(page: Person['page'], claim: object): Promise<void> {
  await page.route('**/api/notes', async (route) => {
    const offer = v.parse(NoteOffer, route.request().postDataJSON());
    await route.continue({ postData: JSON.stringify({ ...offer, ...claim }) });
  });
}

/** Announces a note after a call, and sends no bytes. */
async function offerNote(serverUrl: string, { signedIn }: RawDevice, callId: CallId): Promise<void> {
  const response = await fetch(`${serverUrl}/api/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${signedIn.token}` },
    body: JSON.stringify({
      id: randomUUID(),
      callId,
      media: 'audio',
      mime: 'audio/webm',
      durationMs: 1,
      peaks: [],
      size: 99,
    }),
  });
  expect(response.status).toBe(200);
}

/** Waits until a conversation says why a note was not sent; the recording can still be played. */
async function expectRefused(caller: Person, why: string): Promise<void> {
  const note = noteIn(caller.page, 'voice');
  await expect(note.lines).toHaveAccessibleName(/not sent$/);
  await expect(note.lines).toContainText(why);
  await playSlowly(caller.page);
  await note.play.click();
  await expect(note.pause).toBeVisible();
  await playOn(note.media);
  await expect(note.pause).toBeHidden();
}

for (const { what, claim, why } of [
  {
    what: 'too large',
    claim: { size: bounds.voiceNoteBytes + 1 },
    why: 'A voice note may have at most 1 MB. Record a shorter one.',
  },
  {
    what: 'of a wrong type',
    claim: { mime: 'text/html' },
    why: 'Recordings of this kind are not taken. Send a message instead.',
  },
])
  test(
    `a note ${what} is refused with a reason and kept, and can be sent once the server accepts it`,
    { tag: longIf(what !== 'too large') },
    async ({ person }) => {
      const ada = await person('Ada');
      const grace = await person('Grace');
      await misstate(ada.page, claim);
      await leaveNote(ada, grace);
      const conversation = await openConversation(ada, grace);
      await expectRefused(ada, why);
      await ada.page.unroute('**/api/notes');
      await conversation.sendAgain.click();
      await expect(noteIn(ada.page, 'voice').lines).toHaveAccessibleName(/, not played$/);
    },
  );

test(
  'a note beyond the limit is refused, survives a reload, and can be discarded',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const adas = await openRawDevice(server.url, ada.name);
    const graces = await openRawDevice(server.url, grace.name);
    for (let number = 1; number <= bounds.notesKeptPerPair; number += 1) {
      const callId = v.parse(CallId, randomUUID());
      await adas.must('call:place', { callId, to: graces.userId, media: 'audio' });
      await graces.must('call:decline', { callId });
      await offerNote(server.url, adas, callId);
    }
    await leaveNote(ada, grace);
    await openConversation(ada, grace);
    await expectRefused(
      ada,
      'Too many notes wait to be heard already. Send a message instead, or try again in some days.',
    );
    await ada.reload();
    const conversation = await openConversation(ada, grace);
    const { lines } = noteIn(ada.page, 'voice');
    await expect(lines).toHaveAccessibleName(/not sent$/);
    await conversation.discard.click();
    await expect(lines).toHaveCount(0);
    for (const device of [adas, graces]) device.close();
  },
);
