import type { Page } from '@playwright/test';
import type { Named } from '../support/callTerms.ts';

/** The banner of a call that rings while this tab is in another one. */
export function secondCall(page: Page, from: Named) {
  const banner = page.getByRole('region', { name: `Second call from ${from.name}`, exact: true });
  const button = (name: string) => banner.getByRole('button', { name, exact: true });
  return {
    banner,
    holdAndAccept: button('Hold and accept'),
    endAndAccept: button('End and accept'),
    decline: button('Decline'),
    message: button('Reply with a message'),
    reply: button,
  };
}
