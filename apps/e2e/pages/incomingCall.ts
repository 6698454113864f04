import type { Page } from '@playwright/test';
import type { Medium, Named } from '../support/callTerms.ts';

/** The alert of a call that rings in this tab; of a stranger it is a request. */
export function incomingCall(page: Page, from: Named, medium: Medium) {
  const named = (name: string) => page.getByRole('alertdialog', { name, exact: true });
  const request = named(`Call request from ${from.name}`);
  const dialog = named(`Incoming ${medium} call from ${from.name}`).or(request);
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  return {
    dialog,
    request,
    caller: dialog.getByRole('heading', { name: from.name, exact: true }),
    accept: button('Accept'),
    acceptWithoutVideo: button('Accept without video'),
    decline: button('Decline'),
    block: button('Block'),
    askWhy: button('Ask why'),
    message: button('Reply with a message'),
    seeYourself: button('See yourself'),
    hideYourself: button('Hide yourself'),
    localVideo: dialog.getByLabel('Your video', { exact: true }),
    ownReply: dialog.getByRole('textbox', { name: 'Write your own', exact: true }),
    send: button('Send'),
    reply: (words: string) => button(words),
  };
}
