import type { Page } from '@playwright/test';
import { settingsPage } from '../../pages/settingsPage.ts';
import { test, expect } from '../../support/test.ts';

/** The code that a new browser shows. */
async function codeIn(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Link to a signed-in browser' }).click();
  const code = page.getByRole('group', { name: 'Code', exact: true });
  await expect(code).toHaveText(/^(\w{4}-){2}\w{4}$/);
  return (await code.textContent()) ?? '';
}

/** The number that a new browser shows once its code was entered. */
async function numberIn(page: Page): Promise<string> {
  await expect(page.getByText('Choose this number in the other browser:')).toBeVisible();
  return (await page.getByText(/^\d\d$/).textContent()) ?? '';
}

test('a new browser is linked by its code and the number that it shows', async ({ person, open }) => {
  const ada = await person('Ada');
  const phone = await open('/', { profile: 'own' });
  const code = await codeIn(phone);
  await ada.navigation.settings.click();
  const { devices } = settingsPage(ada.page);
  await devices.link.click();
  await devices.linkDialog.getByRole('textbox', { name: 'Code' }).fill(code);
  await devices.linkDialog.getByRole('button', { name: 'Continue' }).click();
  await expect(devices.linkDialog).toContainText('Chrome (computer) wants to sign in as you.');
  await devices.linkDialog.getByRole('button', { name: await numberIn(phone) }).click();
  await expect(phone.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(phone.getByRole('banner').getByText(ada.name)).toBeVisible();
  await expect(devices.items).toHaveCount(2);
});

test(
  'a wrong number links nothing, and the new browser offers a new code',
  { tag: '@long' },
  async ({ person, open, server }) => {
    const ada = await person('Ada');
    const phone = await open('/', { profile: 'own' });
    const code = await codeIn(phone);
    await ada.page.goto(new URL(`/settings#link=${code.replaceAll('-', '')}`, server.url).href);
    const { linkDialog } = settingsPage(ada.page).devices;
    await linkDialog.getByRole('button', { name: 'Continue' }).click();
    const shown = await numberIn(phone);
    await linkDialog
      .getByRole('button', { name: /^\d\d$/ })
      .filter({ hasNotText: shown })
      .first()
      .click();
    await expect(linkDialog).toContainText('That was another number, so nothing was linked.');
    await expect(phone.getByText('Another number was chosen, so nothing was linked.')).toBeVisible();
    await phone.getByRole('button', { name: 'Show a new code' }).click();
    await expect(phone.getByRole('group', { name: 'Code', exact: true })).not.toHaveText(code);
  },
);
