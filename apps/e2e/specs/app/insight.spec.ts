import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../../support/accessibility.ts';
import { cancelCalls, openRawDevice } from '../../support/rawDevice.ts';
import { expect, test } from '../../support/test.ts';

const ADMIN_TOKEN = 'a-token-for-the-browser-tests';

test.use({ settings: { ADMIN_TOKEN } });

async function openInsight(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Admin token' }).fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
}

test('the host opens the figures with the token, and another time keeps them open', async ({ open }) => {
  const page = await open('/insight', { profile: 'own' });
  await page.getByRole('textbox', { name: 'Admin token' }).fill('not the token');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toHaveText('That is not the admin token.');
  await openInsight(page);
  await page.getByRole('radio', { name: '7 days' }).check();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('region', { name: 'Refused or failed requests' })).toContainText('HTTP, 401');
  await page.reload();
  await expect(page.getByRole('table', { name: 'Calls by their end' })).toBeAttached();
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const)
  test(`the figures are accessible at ${width} px`, { tag: '@long' }, async ({ open, server }) => {
    const [ada, grace] = [await openRawDevice(server.url, 'Ada'), await openRawDevice(server.url, 'Grace')];
    await cancelCalls(ada, grace, ['audio', 'video']);
    const page = await open('/insight', { profile: 'own' });
    await page.setViewportSize({ width, height });
    await expect(page.getByRole('button', { name: 'Open' })).toBeVisible();
    await expectAccessible(page, 'the token');
    await openInsight(page);
    await expect(page.getByRole('table', { name: 'How calls ended' })).toContainText(
      'Canceled by the caller',
    );
    await expectAccessible(page, 'the figures');
    await expectNoSidewaysScroll(page, 'the figures');
  });
