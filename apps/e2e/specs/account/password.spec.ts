import { accountSettings, accountSignIn } from '../../pages/accountSettings.ts';
import { signInPage } from '../../pages/signIn.ts';
import { linkBrowser } from '../../pages/linkBrowser.ts';
import { expect, nameFor, test } from '../../support/test.ts';

const password = 'correct horse battery';

test('a guest becomes an account, is a guest nowhere any more, and signs in elsewhere with the password', async ({
  person,
  open,
}, testInfo) => {
  const ada = await person('Ada');
  const tablet = await person('Ada', { profile: 'own' });
  await ada.page.goto(new URL('/settings', ada.page.url()).href);
  const settings = accountSettings(ada.page);
  await settings.create.click();
  await settings.creation.password.fill('short');
  await settings.creation.submit.click();
  await expect(settings.creation.dialog.getByRole('alert')).toHaveText('Use at least 10 characters.');
  await settings.creation.password.fill(password);
  await settings.creation.submit.click();
  await expect(settings.codes.list).toHaveCount(10);
  await settings.codes.done.click();
  await expect(settings.changePassword).toBeVisible();
  await expect(tablet.page.getByRole('alert')).toContainText('This name is an account now.');

  const name = nameFor(testInfo, 'Ada');
  const elsewhere = await open(`/?as=${encodeURIComponent(name)}`, { profile: 'own' });
  await expect(elsewhere.getByRole('alert')).toContainText('That name is taken here.');
  const signIn = accountSignIn(elsewhere);
  await signIn.withPassword.click();
  await signIn.name.fill(name);
  await signIn.password.fill('not the password');
  await signIn.submit.click();
  await expect(elsewhere.getByRole('alert')).toContainText('Wrong name or password.');
  await signIn.password.fill(password);
  await signIn.submit.click();
  await expect(elsewhere.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test(
  'a lost device: a recovery code signs in here, and signs out the others',
  { tag: '@long' },
  async ({ person, open }, testInfo) => {
    const ada = await person('Ada');
    await ada.page.goto(new URL('/settings', ada.page.url()).href);
    const settings = accountSettings(ada.page);
    await settings.create.click();
    await settings.creation.password.fill(password);
    await settings.creation.submit.click();
    const code = (await settings.codes.list.first().textContent()) ?? '';
    await settings.codes.done.click();
    const page = await open('/', { profile: 'own' });
    const signIn = accountSignIn(page);
    await signIn.withPassword.click();
    await signIn.withRecoveryCode.click();
    await signIn.name.fill(nameFor(testInfo, 'Ada'));
    await signIn.recoveryCode.fill(code);
    await signIn.submit.click();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await expect(signInPage(ada.page).heading).toBeVisible();
    await expect(ada.page.getByRole('alert')).toContainText('You were signed out');
  },
);

test(
  'a tab was left open for long: new recovery codes and the deletion of the account ask who it is',
  { tag: '@long' },
  async ({ person, open }) => {
    const ada = await person('Ada');
    await ada.page.goto(new URL('/settings', ada.page.url()).href);
    const first = accountSettings(ada.page);
    await first.create.click();
    await first.creation.password.fill(password);
    await first.creation.submit.click();
    await first.codes.done.click();
    const linked = await open('/', { profile: 'own' });
    // A linked device has no proof of its own, as one has none after ten minutes.
    await linkBrowser(ada.page, linked);
    await linked.goto(new URL('/settings', linked.url()).href);
    const settings = accountSettings(linked);
    await settings.newRecoveryCodes.click();
    await linked.getByRole('button', { name: 'Make new codes' }).click();
    await settings.confirmation.password.fill('not the password');
    await settings.confirmation.submit.click();
    await expect(settings.confirmation.dialog.getByRole('alert')).toHaveText('That is not your password.');
    await settings.confirmation.password.fill(password);
    await settings.confirmation.submit.click();
    await expect(settings.codes.list).toHaveCount(10);
    await settings.codes.done.click();
    await linked.getByRole('button', { name: 'Delete my account' }).click();
    await linked.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(linked.getByText('Your account will be deleted in 7 days.')).toBeVisible();
  },
);
