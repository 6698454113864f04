import { accountSettings, accountSignIn } from '../../pages/accountSettings.ts';
import { signInPage } from '../../pages/signIn.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test.describe('where there are no guests', () => {
  test.use({ settings: { GUESTS: 'off' } });

  test(
    'a newcomer creates an account at sign-in, and sees the recovery codes first',
    { tag: '@long' },
    async ({ open }, testInfo) => {
      const page = await open('/join');
      await page.getByRole('button', { name: 'Create an account', exact: true }).click();
      await signInPage(page).name.fill(nameFor(testInfo, 'Ada'));
      await accountSignIn(page).password.fill('correct horse battery');
      await page.getByRole('button', { name: 'Create account', exact: true }).click();
      const { codes } = accountSettings(page);
      await expect(codes.list).toHaveCount(10);
      await codes.done.click();
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
      await expect(page).toHaveURL(/\/people$/);
    },
  );
});

test.describe('where accounts need an invitation', () => {
  test.use({ settings: { GUESTS: 'off', ACCOUNTS: 'invite' } });

  test(
    'a used-up invitation says so, and without one there is no form for newcomers',
    { tag: '@long' },
    async ({ open }, testInfo) => {
      const page = await open(`/join#${'x'.repeat(22)}`);
      await signInPage(page).name.fill(nameFor(testInfo, 'Ada'));
      await accountSignIn(page).password.fill('correct horse battery');
      await page.getByRole('button', { name: 'Create account', exact: true }).click();
      await expect(page.getByRole('alert')).toContainText('This invitation is used up or has expired.');
      const uninvited = await open('/');
      await expect(uninvited.getByText('To create one, open the invitation you got.')).toBeVisible();
      await expect(uninvited.getByRole('button', { name: 'Create an account' })).toBeHidden();
    },
  );
});
