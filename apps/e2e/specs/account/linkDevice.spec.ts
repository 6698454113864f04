import type { Page } from '@playwright/test';
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

/** Shows a picture to the camera of a page, in place of what its camera would see. */
async function holdBeforeCamera(page: Page, png: Buffer): Promise<void> {
  await page.evaluate(async (content) => {
    const image = new Image();
    image.src = `data:image/png;base64,${content}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    const draw = (): void => context?.drawImage(image, 170, 90, 300, 300);
    // A canvas that nothing changes sends no pictures.
    setInterval(draw, 100);
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream());
  }, png.toString('base64'));
}

test(
  'the code of a new browser is scanned with the camera, which closes then',
  { tag: '@long' },
  async ({ person, open }) => {
    const ada = await person('Ada');
    const phone = await open('/', { profile: 'own' });
    await codeIn(phone);
    const qr = await phone.getByRole('img', { name: 'QR code for the other browser' }).screenshot();
    await ada.navigation.settings.click();
    const { link, linkDialog } = settingsPage(ada.page).devices;
    await holdBeforeCamera(ada.page, qr);
    await link.click();
    await linkDialog.getByRole('button', { name: 'Scan with the camera' }).click();
    await expect(linkDialog).toContainText('Chrome (computer) wants to sign in as you.');
    await expect(linkDialog.locator('video')).toHaveCount(0);
    await linkDialog.getByRole('button', { name: await numberIn(phone) }).click();
    await expect(phone.getByRole('navigation', { name: 'Main' })).toBeVisible();
  },
);
