import type { Page } from '@playwright/test';
import type { Medium, Named } from '../support/callTerms.ts';

/** The notice of a missed call on its callee's screen. */
export function missedNotice(page: Page, from: Named, medium: Medium) {
  const notice = page.getByRole('status').filter({ hasText: `Missed ${medium} call from ${from.name}` });
  return {
    notice,
    callBack: notice.getByRole('button', { name: 'Call back', exact: true }),
    dismiss: notice.getByRole('button', { name: 'Dismiss', exact: true }),
  };
}

/** The offer to turn on system notifications. */
export function notificationsOffer(page: Page) {
  const offer = page.getByRole('group', {
    name: 'Get notified when someone calls?',
    exact: true,
  });
  return {
    offer,
    turnOn: offer.getByRole('button', { name: 'Turn on notifications', exact: true }),
    notNow: offer.getByRole('button', { name: 'Not now', exact: true }),
  };
}
