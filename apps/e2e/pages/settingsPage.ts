import type { Page } from '@playwright/test';

/** What can be set. */
export function settingsPage(page: Page) {
  return {
    privacy: page.getByRole('heading', { name: 'Privacy', exact: true }),
    alwaysRelay: page.getByRole('switch', { name: 'Always relay calls', exact: true }),
    cannotBeReached: page.getByText('Settings cannot be changed while the server cannot be reached.'),
  };
}
