import type { Page } from '@playwright/test';
import type { Named } from '../support/callTerms.ts';

/** All between the user and one person, on that person's page. */
export function conversationPage(page: Page, { name }: Named) {
  const region = page.getByRole('region', { name: `Conversation with ${name}`, exact: true });
  const lines = region.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  return {
    region,
    /** Messages and calls, oldest first. */
    lines,
    line: (words: string) => lines.filter({ hasText: words }),
    field: region.getByRole('textbox', { name: 'Message' }),
    send: region.getByRole('button', { name: 'Send', exact: true }),
    quickReply: (words: string) => region.getByRole('button', { name: words, exact: true }),
    sendAgain: region.getByRole('button', { name: 'Send again' }),
    discard: region.getByRole('button', { name: 'Discard' }),
  };
}
