import { foxRecordNote, expectFoxPlays } from '../../firefox/foxNotes.ts';
import { expect, test } from '../../firefox/foxTest.ts';
import { ringMixed } from '../../firefox/mixedCall.ts';
import { noteDialog, noteIn } from '../../pages/noteDialog.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expectFoxReleased } from '../../firefox/foxPerson.ts';
import { openConversation } from '../../support/openConversation.ts';
import { recordNote } from '../../support/recordNote.ts';

test.describe.configure({ mode: 'default' });
// Most calls here are not answered.
test.use({ settings: { RING_TIMEOUT_MS: '2500' } });

for (const medium of ['voice', 'video'] as const) {
  test(
    `a ${medium} note recorded in Firefox is played in Chromium`,
    { tag: '@long' },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      await ringMixed({ fox, chrome, caller: 'Firefox' }, medium);
      await foxRecordNote(fox, medium, 2);
      await expectFoxReleased(fox);
      await openConversation(chrome, { name: fox.name });
      const note = noteIn(chrome.page, medium);
      await note.play.click();
      await expect(note.lines).toHaveAccessibleName(/, played$/);
      // Its sound and its pictures can be decoded to the end.
      await expect
        .poll(() => note.media.evaluate((element) => element instanceof HTMLMediaElement && element.ended))
        .toBe(true);
    },
  );

  test(
    `a ${medium} note recorded in Chromium is played in Firefox`,
    { tag: '@long' },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      await ringMixed({ fox, chrome, caller: 'Chromium' }, medium);
      await recordNote(chrome, medium, 2);
      await expectInputsReleased(chrome);
      const dialog = noteDialog(chrome.page, medium);
      await dialog.send.click();
      await expect(dialog.dialog).toBeHidden();
      await expectFoxPlays(fox, chrome, medium);
      await openConversation(chrome, { name: fox.name });
      await expect(noteIn(chrome.page, medium).lines).toHaveAccessibleName(/, played$/);
    },
  );
}
