import type { Page } from '@playwright/test';

/** The navigation around every screen of a signed-in tab. */
export function navigation(page: Page) {
  const main = page.getByRole('navigation', { name: 'Main' });
  return {
    main,
    calls: main.getByRole('link', { name: /^Calls/ }),
    /** The link to the history while that many missed calls are unseen. */
    callsWithMissed: (count: number) =>
      main.getByRole('link', { name: `Calls, ${count} missed`, exact: true }),
    callsWithoutMissed: main.getByRole('link', { name: 'Calls', exact: true }),
    people: main.getByRole('link', { name: 'People', exact: true }),
    settings: main.getByRole('link', { name: 'Settings', exact: true }),
    checkup: main.getByRole('link', { name: 'Check-up', exact: true }),
    offline: page.getByRole('status').filter({ hasText: 'Offline. Reconnecting…' }),
    signOut: page.getByRole('button', { name: 'Sign out', exact: true }),
  };
}
