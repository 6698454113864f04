import type { Page } from '@playwright/test';

/** What a page must never print: something it was not allowed to do, by the policy of its own server. */
const forbidden = /Content Security Policy|Trusted ?Types|TrustedHTML|TrustedScript/i;

/** Reports whatever a page throws without catching, and whatever its security policy stops. */
export function watchFaults(page: Page, report: (fault: string) => void): void {
  page.on('pageerror', (error) => report(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && forbidden.test(message.text())) report(message.text());
  });
}
