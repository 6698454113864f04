import type { Page } from '@playwright/test';

/** Console errors that fail a test: violations of the server's content security policy. */
const forbidden = /Content Security Policy|Trusted ?Types|TrustedHTML|TrustedScript/i;

/** Reports a page's uncaught errors and violations of its security policy. */
export function watchFaults(page: Page, report: (fault: string) => void): void {
  page.on('pageerror', (error) => report(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && forbidden.test(message.text())) report(message.text());
  });
}
