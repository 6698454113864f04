import type { Page } from '@playwright/test';

/** What can be set. */
export function settingsPage(page: Page) {
  return {
    displayName: page.getByRole('textbox', { name: 'Display name' }),
    save: page.getByRole('button', { name: 'Save', exact: true }),
    privacy: page.getByRole('heading', { name: 'Privacy', exact: true }),
    alwaysRelay: page.getByRole('switch', { name: 'Always relay calls', exact: true }),
    cannotBeReached: page.getByText('Settings cannot be changed while the server cannot be reached.'),
  };
}
