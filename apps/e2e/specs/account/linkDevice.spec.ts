import { settingsPage } from '../../pages/settingsPage.ts';
import { codeIn, linkBrowser, numberIn } from '../../pages/linkBrowser.ts';
import { test, expect } from '../../support/test.ts';

test('a new browser is linked by its code and the number that it shows', async ({ person, open }) => {
  const ada = await person('Ada');
  const phone = await open('/', { profile: 'own' });
  await ada.navigation.settings.click();
  await linkBrowser(ada.page, phone);
  await expect(phone.getByRole('banner').getByText(ada.name)).toBeVisible();
  await expect(settingsPage(ada.page).devices.items).toHaveCount(2);
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
