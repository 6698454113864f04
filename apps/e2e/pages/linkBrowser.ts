import type { Page } from '@playwright/test';
import { settingsPage } from './settingsPage.ts';
import { expect } from '../support/test.ts';

/** The code that a new browser shows. */
export async function codeIn(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Link to a signed-in browser' }).click();
  const code = page.getByRole('group', { name: 'Code', exact: true });
  await expect(code).toHaveText(/^(\w{4}-){2}\w{4}$/);
  return (await code.textContent()) ?? '';
}

/** The number that a new browser shows once its code was entered. */
export async function numberIn(page: Page): Promise<string> {
  await expect(page.getByText('Choose this number in the other browser:')).toBeVisible();
  return (await page.getByText(/^\d\d$/).textContent()) ?? '';
}

/** Links a new browser to the signed-in one, whose settings are open. */
export async function linkBrowser(signedIn: Page, fresh: Page): Promise<void> {
  const code = await codeIn(fresh);
  const { devices } = settingsPage(signedIn);
  await devices.link.click();
  await devices.linkDialog.getByRole('textbox', { name: 'Code' }).fill(code);
  await devices.linkDialog.getByRole('button', { name: 'Continue' }).click();
  await expect(devices.linkDialog).toContainText('Chrome (computer) wants to sign in as you.');
  await devices.linkDialog.getByRole('button', { name: await numberIn(fresh) }).click();
  await expect(fresh.getByRole('navigation', { name: 'Main' })).toBeVisible();
}
