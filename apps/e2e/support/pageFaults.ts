import type { Page } from '@playwright/test';

/** Console errors that fail a test: violations of the server's content security policy. */
const forbidden = /Content Security Policy|Trusted ?Types|TrustedHTML|TrustedScript/i;

/** Whether an error in a page's console means that the page breaks the server's security policy. */
export function isPageFault(text: string): boolean {
  return forbidden.test(text);
}

/** Reports a page's uncaught errors and violations of its security policy. */
export function watchFaults(page: Page, report: (fault: string) => void): void {
  page.on('pageerror', (error) => report(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && isPageFault(message.text())) report(message.text());
  });
}
