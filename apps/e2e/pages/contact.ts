import type { Page } from '@playwright/test';

/** Controls for contacts on a person's page. */
export function contactPage(page: Page) {
  const dialog = page.getByRole('dialog', { name: /contact/ });
  return {
    favorite: page.getByRole('button', { name: 'Favorite', exact: true }),
    add: page.getByRole('button', { name: 'Add to contacts', exact: true }),
    edit: page.getByRole('button', { name: 'Edit contact', exact: true }),
    name: dialog.getByRole('textbox', { name: 'Nickname' }),
    confirm: dialog.getByRole('button', { name: /^(Add|Save)$/ }),
    remove: dialog.getByRole('button', { name: 'Remove from contacts' }),
  };
}
