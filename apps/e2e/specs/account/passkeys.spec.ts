import type { Page } from '@playwright/test';
import { accountSettings, accountSignIn } from '../../pages/accountSettings.ts';
import { settingsPage } from '../../pages/settingsPage.ts';
import { expect, nameFor, test } from '../../support/test.ts';

/** Gives a page an authenticator that the browser itself simulates, with a fingerprint that always matches. */
async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Passkeys belong to a host name: the tests' server is `localhost` as well. */
function atLocalhost(url: string, path: string): string {
  const address = new URL(path, url);
  address.hostname = 'localhost';
  return address.href;
}

test('a guest becomes an account by a passkey, signs out, and is back with the passkey alone', async ({
  open,
  server,
}, testInfo) => {
  const page = await open('/healthz');
  await addAuthenticator(page);
  const name = nameFor(testInfo, 'Ada');
  await page.goto(atLocalhost(server.url, `/settings?as=${encodeURIComponent(name)}`));
  const settings = accountSettings(page);
  await settings.create.click();
  await settings.creation.withPasskey.click();
  await expect(settings.codes.list).toHaveCount(10);
  await settings.codes.done.click();
  await expect(settings.passkeys).toHaveCount(1);
  await settings.signOut.click();
  await accountSignIn(page).withPasskey.click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(settingsPage(page).displayName).toHaveValue(name);
});

test(
  'an account with a password gets a passkey, and removes it again',
  { tag: '@long' },
  async ({ open, server }, testInfo) => {
    const page = await open('/healthz');
    await addAuthenticator(page);
    const name = nameFor(testInfo, 'Ada');
    await page.goto(atLocalhost(server.url, `/settings?as=${encodeURIComponent(name)}`));
    const settings = accountSettings(page);
    await settings.create.click();
    await settings.creation.password.fill('correct horse battery');
    await settings.creation.submit.click();
    await settings.codes.done.click();
    await settings.addPasskey.click();
    await expect(settings.passkeys).toHaveCount(1);
    await settings.addPasskey.click();
    await expect(settings.section.getByRole('alert')).toHaveText(
      'This device already has a passkey for your account.',
    );
    await settings.passkeys.first().getByRole('button').click();
    await page.getByRole('button', { name: 'Remove passkey', exact: true }).click();
    await expect(settings.passkeys).toHaveCount(0);
  },
);

test(
  'reached by an IP address there are no passkeys, and the screen says why',
  { tag: '@long' },
  async ({ open }) => {
    const page = await open('/');
    const signIn = accountSignIn(page);
    await expect(signIn.withPassword).toBeVisible();
    await expect(signIn.withPasskey).toBeHidden();
    await expect(page.getByText('Passkeys only work at localhost.')).toBeVisible();
  },
);
