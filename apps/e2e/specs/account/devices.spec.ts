import { settingsPage } from '../../pages/settingsPage.ts';
import { nameFor, test, expect } from '../../support/test.ts';

test('another browser is signed out from the list of devices, and is told so', async ({
  person,
  open,
}, testInfo) => {
  const ada = await person('Ada');
  const phone = await open(`/?as=${encodeURIComponent(nameFor(testInfo, 'Ada'))}`, { profile: 'own' });
  await expect(phone.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await ada.navigation.settings.click();
  const { devices } = settingsPage(ada.page);
  await expect(devices.items).toHaveCount(2);
  await expect(devices.items.first()).toContainText('This browser');
  await devices.signOut.click();
  await expect(devices.items).toHaveCount(1);
  await expect(phone.getByText('You were signed out on another device.')).toBeVisible();
  await expect(phone.getByRole('textbox', { name: 'Your name' })).toBeVisible();
});

test(
  'signing out everywhere asks, and keeps this browser with all its tabs',
  { tag: '@long' },
  async ({ person, open }, testInfo) => {
    const ada = await person('Ada');
    const secondTab = await person('Ada');
    const phone = await open(`/?as=${encodeURIComponent(nameFor(testInfo, 'Ada'))}`, { profile: 'own' });
    await expect(phone.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await ada.navigation.settings.click();
    const { devices } = settingsPage(ada.page);
    await devices.everywhere.click();
    await devices.question.getByRole('button', { name: 'Cancel' }).click();
    await expect(devices.items).toHaveCount(2);
    await devices.everywhere.click();
    await devices.question.getByRole('button', { name: 'Sign out everywhere' }).click();
    await expect(phone.getByText('You were signed out on another device.')).toBeVisible();
    await expect(devices.items).toHaveCount(1);
    await expect(secondTab.navigation.main).toBeVisible();
  },
);
