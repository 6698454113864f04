import type { Locator, Page } from '@playwright/test';
import { settingsPage } from '../../pages/settingsPage.ts';
import { signInPage } from '../../pages/signIn.ts';
import { connect, hangUp } from '../../support/callSteps.ts';
import { personIn } from '../../support/person.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test('a new tab offers to continue as the person who signed in before, until they sign out', async ({
  open,
}, testInfo) => {
  const name = nameFor(testInfo, 'Ada');
  const first = await open('/');
  await signInPage(first).signInAs(name);
  await expect(personIn(first, name).navigation.main).toBeVisible();

  const second = await open('/');
  await signInPage(second).continueAs(name).click();
  const again = personIn(second, name);
  await expect(again.navigation.main).toBeVisible();

  const third = await open('/');
  await expect(signInPage(third).continueAs(name)).toBeFocused();
  await again.navigation.settings.click();
  await again.navigation.signOut.click();
  await second.getByRole('button', { name: 'In this browser' }).click();
  await expect(signInPage(second).name).toBeFocused();
  for (const tab of [first, second, third]) await expect(signInPage(tab).continueAs(name)).toBeHidden();
});

test('a tab can be another person than the remembered one; a sign-in by address is not remembered', async ({
  open,
}, testInfo) => {
  const [ada, grace, linus] = [
    nameFor(testInfo, 'Ada'),
    nameFor(testInfo, 'Grace'),
    nameFor(testInfo, 'Linus'),
  ];
  const first = await open('/');
  await signInPage(first).signInAs(ada);
  await expect(personIn(first, ada).navigation.main).toBeVisible();
  const second = await open(`/?as=${encodeURIComponent(linus)}`);
  await signInPage(second).continueAs(linus).click();
  await expect(personIn(second, linus).navigation.main).toBeVisible();

  const third = await open('/');
  await expect(signInPage(third).continueAs(ada)).toBeVisible();
  await expect(signInPage(third).continueAs(linus)).toBeHidden();
  await signInPage(third).signInAs(grace);
  await expect(personIn(third, grace).navigation.main).toBeVisible();
});

test(
  'a new display name shows at once everywhere, also in a call, and both names find the person',
  { tag: '@long' },
  async ({ person }, testInfo) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const linus = await person('Linus');
    await connect(ada, grace, 'voice');
    const augusta = { name: nameFor(testInfo, 'Augusta') };

    await ada.backToApp();
    await ada.navigation.settings.click();
    const settings = settingsPage(ada.page);
    await settings.displayName.fill(augusta.name);
    await settings.save.click();
    await expect(ada.page.getByText(`You sign in as ${ada.name}`)).toBeVisible();
    await expect(grace.callWith(augusta).region).toBeVisible();
    await hangUp(grace, { caller: { ...ada, ...augusta }, callee: grace, medium: 'voice' });

    for (const name of [ada.name, augusta.name]) {
      await linus.navigation.people.click();
      await linus.people.search.fill(name);
      await expect(linus.people.person(augusta)).toBeVisible();
    }
  },
);

test("another user's sign-in name is refused as a display name, with a reason", async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.navigation.settings.click();
  const settings = settingsPage(ada.page);
  await settings.displayName.fill(grace.name.toUpperCase());
  await settings.save.click();
  await expect(settings.displayName).toHaveAccessibleDescription(/Somebody else signs in with that name/);
});

/** A picture of 40 by 20 pixels, its left half red and its right half blue. */
async function twoColors(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [40, 20];
    const context = canvas.getContext('2d');
    for (const [color, x] of [
      ['#f00', 0],
      ['#00f', 20],
    ] as const) {
      if (context === null) throw new Error('Nothing can be drawn.');
      context.fillStyle = color;
      context.fillRect(x, 0, 20, 20);
    }
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** Chooses a two-colored picture, which can then be cropped. */
async function choosePicture(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await settingsPage(page).choosePicture.press('Enter');
  await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: await twoColors(page) });
}

/** Width of a loaded picture, and the red and blue of its middle pixel. */
function middleOf(picture: Locator): Promise<{ width: number; red: number; blue: number }> {
  return picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1, 1];
    const context = canvas.getContext('2d');
    context?.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
    const [red = 0, , blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
    return { width: image.naturalWidth, red, blue };
  });
}

test(
  'a picture is cropped with the keyboard, shown to others at once, and removed again',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await ada.backToApp();
    await ada.navigation.settings.click();
    const settings = settingsPage(ada.page);
    await choosePicture(ada.page);
    await settings.crop.getByRole('slider', { name: 'Zoom' }).press('End');
    const stage = settings.crop.getByRole('button', { name: 'Move the picture' });
    for (let step = 0; step < 12; step += 1) await stage.press('ArrowLeft');
    await settings.crop.getByRole('button', { name: 'Use this picture' }).press('Enter');
    await expect(settings.crop).toBeHidden();
    const picture = grace.callWith(ada).region.locator('img');
    await expect(picture).toBeVisible();
    const middle = await middleOf(picture);
    expect(middle.width).toBe(256);
    expect(middle.blue).toBeGreaterThan(200);
    expect(middle.red).toBeLessThan(60);

    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    const line = grace.history.linesOf(ada).first();
    await expect(line.locator('img')).toBeVisible();
    await ada.navigation.settings.click();
    await settings.removePicture.click();
    await expect(settings.choosePicture).toBeVisible();
    await expect(line).toBeVisible();
    await expect(line.locator('img')).toHaveCount(0);
  },
);

test('a file that is not a picture is refused with a message', async ({ person }) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const settings = settingsPage(ada.page);
  const chooser = ada.page.waitForEvent('filechooser');
  await settings.choosePicture.click();
  await (
    await chooser
  ).setFiles({ name: 'ada.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(ada.page.getByRole('alert').filter({ hasText: 'cannot read this file' })).toBeVisible();
});

test('canceling while a picture is saved keeps the dialog closed, even if the server refuses it later', async ({
  person,
}) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const { crop } = settingsPage(ada.page);
  const refusal = Promise.withResolvers<void>();
  await ada.page.route('**/api/pictures/mine', async (route) => {
    await refusal.promise;
    await route.fulfill({ status: 503 });
  });
  await choosePicture(ada.page);
  const asked = ada.page.waitForRequest('**/api/pictures/mine');
  await crop.getByRole('button', { name: 'Use this picture' }).click();
  const answered = (await asked).response();
  await crop.getByRole('button', { name: 'Cancel' }).click();
  await expect(crop).toBeHidden();
  refusal.resolve();
  await answered;
  await choosePicture(ada.page);
  await expect(crop.getByRole('button', { name: 'Use this picture' })).toBeEnabled();
});
