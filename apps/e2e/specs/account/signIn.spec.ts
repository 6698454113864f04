import { connect, hangUp } from '../../support/callSteps.ts';
import { personIn } from '../../support/person.ts';
import { signInPage } from '../../pages/signIn.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test('a guest signs in by name, and is still signed in after a reload', async ({ open }, testInfo) => {
  const page = await open('/');
  const name = nameFor(testInfo, 'Ada');
  await expect(signInPage(page).heading).toBeVisible();
  await signInPage(page).signInAs(name);
  const ada = personIn(page, name);
  await expect(ada.navigation.main).toBeVisible();
  await ada.reload();
  await expect(ada.navigation.main).toBeVisible();
  await expect(signInPage(page).name).toBeHidden();
});

test('an invalid name is refused with a reason', async ({ open }) => {
  const signIn = signInPage(await open('/'));
  for (const name of ['x'.repeat(41), 'A\u202Eda']) {
    await signIn.signInAs(name);
    await expect(signIn.name).toHaveAttribute('aria-invalid', 'true');
    await expect(signIn.name).toHaveAccessibleDescription(/characters|letters/);
  }
});

test(
  'the other ways to sign in load while a name is typed: the form stays, and keeps the focus',
  { tag: '@long' },
  async ({ open, context, server }, testInfo) => {
    const name = nameFor(testInfo, 'Ada');
    const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
    await context.route('**/assets/OtherWays-*.js', async (route) => {
      await loaded;
      await route.continue();
    });
    const page = await open('about:blank');
    const loading = page.waitForRequest(/\/OtherWays-.*\.js$/);
    await page.goto(new URL('/', server.url).href);
    const signIn = signInPage(page);
    await loading;
    await expect(signIn.name).toBeFocused();
    await page.keyboard.type(name);
    await expect(signIn.name).toHaveValue(name);
    load();
    await expect(page.getByRole('button', { name: 'Use a password' })).toBeVisible();
    await expect(signIn.name).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(personIn(page, name).navigation.main).toBeVisible();
  },
);

test('for an invalid name in the address the form says why, and accepts another', async ({
  open,
}, testInfo) => {
  const page = await open(`/?as=${'x'.repeat(41)}`);
  const signIn = signInPage(page);
  await expect(page.getByRole('alert')).toHaveText('Use at most 40 characters.');
  await expect(signIn.name).toHaveAccessibleDescription(/characters/);
  const name = nameFor(testInfo, 'Ada');
  await signIn.signInAs(name);
  await expect(personIn(page, name).navigation.main).toBeVisible();
});

test(
  'an address with an empty name shows the form, and the query is gone',
  { tag: '@long' },
  async ({ open }) => {
    const page = await open('/?as=%20');
    await expect(signInPage(page).name).toBeVisible();
    expect(new URL(page.url()).search).toBe('');
  },
);

test('two tabs of one browser are two users by their addresses alone', async ({ open }, testInfo) => {
  const names = [nameFor(testInfo, 'Ada'), nameFor(testInfo, 'Grace')] as const;
  const tabs = await Promise.all(names.map((name) => open(`/?as=${encodeURIComponent(name)}`)));
  for (const tab of tabs) {
    await expect(tab.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(tab, 'the query leaves the address bar').toHaveURL(/^[^?]*$/);
  }
  const [one, two] = tabs;
  if (one === undefined || two === undefined) throw new Error('Two tabs were opened.');
  const [ada, grace] = [personIn(one, names[0]), personIn(two, names[1])];
  await connect(ada, grace, 'video');
  await hangUp(grace, { caller: ada, callee: grace, medium: 'video' });
});

test(
  'in a signed-in tab, an address for another person asks first',
  { tag: '@long' },
  async ({ person }, testInfo) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const other = nameFor(testInfo, 'Linus');
    await ada.page.goto(new URL(`/?as=${encodeURIComponent(other)}`, ada.page.url()).href);
    const question = ada.page.getByRole('dialog').or(ada.page.getByRole('alertdialog'));
    await expect(question).toContainText(other);
    await question
      .getByRole('button', { name: new RegExp(`stay|${ada.name}|cancel`, 'i') })
      .first()
      .click();
    await expect(ada.navigation.main).toBeVisible();
    await connect(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test.describe('a server whose host says who they are', () => {
  test.use({
    settings: { HOST_CONTACT: 'host@example.org', PRIVACY_URL: 'https://example.org/privacy' },
  });

  test(
    'sign-in and Settings say so, and an address asks where the browser remembers someone',
    { tag: '@long' },
    async ({ open }, testInfo) => {
      const [ada, grace] = [nameFor(testInfo, 'Ada'), nameFor(testInfo, 'Grace')];
      const page = await open('/');
      await expect(page.getByRole('link', { name: 'host@example.org' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Privacy' })).toHaveAttribute(
        'href',
        'https://example.org/privacy',
      );
      await signInPage(page).signInAs(ada);
      await personIn(page, ada).navigation.settings.click();
      await expect(page.getByRole('region', { name: 'About' }).getByRole('link')).toHaveCount(2);

      const other = await open(`/?as=${encodeURIComponent(grace)}`);
      const question = other.getByRole('alertdialog').or(other.getByRole('dialog'));
      await expect(question).toContainText(ada);
      await question.getByRole('button', { name: `Continue as ${grace}` }).click();
      await expect(personIn(other, grace).navigation.main).toBeVisible();
    },
  );
});

test('a tab stays signed out after a reload', async ({ person }) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  await ada.navigation.signOut.click();
  await expect(signInPage(ada.page).name).toBeVisible();
  await ada.reload();
  await expect(signInPage(ada.page).name).toBeVisible();
});

test('every screen has an address that survives a reload', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });

  await ada.history.details(ada.history.linesOf(grace).first()).click();
  await expect(ada.page).toHaveURL(/\/calls\/[0-9a-f-]{36}$/);
  await expect(ada.page.getByRole('main')).toContainText(grace.name);
  await ada.reload();
  await expect(ada.page.getByRole('main')).toContainText(grace.name);

  await ada.find(grace);
  await ada.people.conversation(grace).click();
  await expect(ada.page).toHaveURL(/\/people\/[0-9a-f-]{36}$/);
  await ada.reload();
  await expect(ada.page.getByRole('region', { name: `Conversation with ${grace.name}` })).toBeVisible();

  for (const [path, heading] of [
    ['/calls', 'Calls'],
    ['/people', 'People'],
    ['/settings', 'Settings'],
    ['/checkup', 'Check-up'],
  ] as const) {
    const address = new URL(path, ada.page.url()).href;
    await ada.page.goto(address);
    await expect(ada.page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expect(ada.page).toHaveURL(address);
  }
});

test.describe('where names belong to who used them first', () => {
  test.use({ settings: { GUESTS: 'on' } });

  test('a name belongs to the browser profile that first used it; others learn that it is taken', async ({
    open,
  }, testInfo) => {
    const name = nameFor(testInfo, 'Ada');
    const first = await open('/');
    await signInPage(first).signInAs(name);
    await expect(personIn(first, name).navigation.main).toBeVisible();
    await first.close();

    const stranger = signInPage(await open('/', { profile: 'own' }));
    await stranger.signInAs(name.toUpperCase());
    await expect(stranger.name).toHaveAccessibleDescription(/taken/i);

    const again = await open('/');
    await signInPage(again).signInAs(name);
    await expect(personIn(again, name).navigation.main).toBeVisible();
  });
});

test.describe('where guests are not wanted', () => {
  test.use({ settings: { GUESTS: 'off' } });

  test('the sign-in form is not shown', async ({ open }, testInfo) => {
    const page = await open(`/?as=${encodeURIComponent(nameFor(testInfo, 'Ada'))}`);
    await expect(signInPage(page).heading).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/guest/i);
    await expect(signInPage(page).name).toBeHidden();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  });
});

test('an insecure address says what calls need before anyone signs in', async ({ page, server }) => {
  const insecure = 'http://ringback.test';
  await page.route(`${insecure}/**`, async (route) => {
    const url = route.request().url().replace(insecure, server.url);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  await page.goto(`${insecure}/?as=Ada`);
  await expect(page.getByRole('heading', { name: 'Calls need a secure address' })).toBeVisible();
  await expect(signInPage(page).name).toBeHidden();
});
