import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../../support/accessibility.ts';
import { expect, test } from '../../support/test.ts';

const ADMIN_TOKEN = 'a-token-for-the-browser-tests';

test.use({ settings: { ADMIN_TOKEN } });

const inPage = (page: Page) => ({
  token: page.getByRole('textbox', { name: 'Admin token' }),
  open: page.getByRole('button', { name: 'Open' }),
  search: page.getByRole('searchbox', { name: 'Find people' }),
  person: (name: string): Locator => page.getByRole('listitem', { name, exact: true }).getByRole('button'),
  tab: (name: string): Locator => page.getByRole('tab', { name, exact: true }),
  button: (name: string): Locator => page.getByRole('button', { name, exact: true }),
});

async function openDesk(page: Page): Promise<ReturnType<typeof inPage>> {
  const desk = inPage(page);
  await desk.token.fill(ADMIN_TOKEN);
  await desk.open.click();
  await expect(desk.search).toBeVisible();
  return desk;
}

test('the host suspends a nuisance, who reads why at once, and restores them', async ({ person, open }) => {
  const mallory = await person('Mallory');
  const page = await open('/admin', { profile: 'own' });
  const wrong = inPage(page);
  await wrong.token.fill('not the token');
  await wrong.open.click();
  await expect(page.getByRole('alert')).toHaveText('That is not the admin token.');
  const desk = await openDesk(page);
  await desk.search.fill(mallory.name);
  await desk.person(mallory.name).click();
  await desk.button('Suspend').click();
  await desk.button('Suspend now').click();
  await expect(desk.button('Restore')).toBeVisible();
  await expect(
    mallory.page.getByText('This account is suspended. Ask the host of this server.'),
  ).toBeVisible();
  await desk.button('Restore').click();
  await expect(desk.button('Suspend')).toBeVisible();
});

test(
  'a sign-in link from the host brings a person back in another browser',
  { tag: '@long' },
  async ({ person, open }) => {
    const ada = await person('Ada');
    const page = await open('/admin', { profile: 'own' });
    const desk = await openDesk(page);
    await desk.search.fill(ada.name);
    await desk.person(ada.name).click();
    await desk.button('Sign-in link').click();
    const link = new URL(await page.getByText('/sign-in#').innerText());
    const other = await open(link.pathname + link.hash, { profile: 'own' });
    await expect(other.getByRole('button', { name: `Sign in as ${ada.name}` })).toBeVisible();
    await expectAccessible(other, 'a sign-in link');
    await other.getByRole('button', { name: `Sign in as ${ada.name}` }).click();
    await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(ada.navigation.main).toBeHidden();
    const again = await open(link.pathname + link.hash, { profile: 'own' });
    await expect(again.getByRole('heading', { name: "This link doesn't work" })).toBeVisible();
  },
);

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const)
  test(`the host’s desk is accessible at ${width} px`, { tag: '@long' }, async ({ person, open }) => {
    const ada = await person('Ada');
    const page = await open('/admin', { profile: 'own' });
    await page.setViewportSize({ width, height });
    await expect(inPage(page).token).toBeVisible();
    await expectAccessible(page, 'the token');
    const desk = await openDesk(page);
    await desk.search.fill(ada.name);
    await desk.person(ada.name).click();
    await expect(desk.button('Delete')).toBeVisible();
    for (const section of ['People', 'Invitations', 'Reports', 'Audit log', 'Limits']) {
      await desk.tab(section).click();
      await expectAccessible(page, section);
      await expectNoSidewaysScroll(page, section);
    }
  });
