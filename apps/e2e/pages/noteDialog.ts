import type { Page } from '@playwright/test';
import type { Medium } from '../support/callTerms.ts';

/** The dialog in which a note is recorded. */
export function noteDialog(page: Page, medium: Medium) {
  const dialog = page.getByRole('dialog', { name: `Leave a ${medium} note`, exact: true });
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  return {
    dialog,
    record: button('Record'),
    stop: button('Stop'),
    play: button('Play'),
    pause: button('Pause'),
    send: button('Send'),
    discard: button('Discard'),
    close: button('Close'),
    localVideo: dialog.getByLabel('Your picture', { exact: true }),
    /** Outside of the dialog, after it. */
    sent: page.getByRole('status').filter({ hasText: 'Note sent' }),
    discardQuestion: page.getByRole('alertdialog', { name: 'Discard this note?', exact: true }),
    keep: page.getByRole('button', { name: 'Keep', exact: true }),
    progress: dialog.getByRole('progressbar', { name: 'Recorded' }),
    words: (text: string | RegExp) => dialog.getByText(text),
  };
}

/** A note as it stands in a conversation or at a call. */
export function noteIn(page: Page, medium: Medium) {
  const kind = medium === 'voice' ? 'Voice' : 'Video';
  const lines = page.getByRole('list', { name: 'Messages' }).getByRole('listitem', {
    name: new RegExp(`^${kind} note from `),
  });
  return {
    lines,
    play: lines.getByRole('button', { name: 'Play', exact: true }),
    pause: lines.getByRole('button', { name: 'Pause', exact: true }),
    position: lines.getByRole('slider', { name: 'Position' }),
    callBack: lines.getByRole('button', { name: 'Call back', exact: true }),
    /** The media element. */
    media: lines.locator(medium === 'voice' ? 'audio' : 'video'),
  };
}
