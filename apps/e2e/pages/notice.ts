import type { Page } from '@playwright/test';
import type { Medium, Named } from '../support/words.ts';

/** The notice of a missed call on its callee's screen. */
export function missedNotice(page: Page, from: Named, medium: Medium) {
  const notice = page.getByRole('status').filter({ hasText: `Missed ${medium} call from ${from.name}` });
  return {
    notice,
    callBack: notice.getByRole('button', { name: 'Call back', exact: true }),
    dismiss: notice.getByRole('button', { name: 'Dismiss', exact: true }),
  };
}
