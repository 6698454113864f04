import type { Locator, Page } from '@playwright/test';
import type { Medium } from '../support/callTerms.ts';

/** What the screen says after a call: a dialog for endings that need help, a short status for the others. */
export function afterCall(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Call ended' });
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
  return {
    dialog,
    callAgain: button('Call again'),
    close: button('Close'),
    message: button('Message'),
    leaveNote: (medium: Medium) => button(`Leave a ${medium} note`),
    /** The greeting of the person who did not answer. */
    greeting: greetingIn(dialog),
    canceled: status('Call canceled'),
    /** After a hang-up, with the running time. */
    ended: status(/Call ended, \d+:\d\d/),
    answeredElsewhere: status('Answered on another device'),
    declinedElsewhere: status('Declined on another device'),
  };
}

function greetingIn(dialog: Locator) {
  const greeting = dialog.getByRole('region', { name: /’s greeting$/ });
  const button = (name: string) => greeting.getByRole('button', { name, exact: true });
  return {
    greeting,
    progress: greeting.getByRole('progressbar', { name: 'Position' }),
    skip: button('Skip'),
    play: button('Play'),
  };
}
