import { LocalIssuer } from '@ringback/testkit';
import { expect, test as base } from '../../support/test.ts';

const test = base.extend<{ issuer: LocalIssuer }>({
  // Playwright wants a pattern here, though no other fixture is needed.
  issuer: async ({ browserName: _ }, provide) => {
    await using issuer = await LocalIssuer.start();
    await provide(issuer);
  },
  settings: async ({ issuer }, provide) => {
    await provide({
      GUESTS: 'off',
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: 'ringback',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_NAME: 'Example',
    });
  },
});

test(
  'who signs in with the provider has an account, and is the same person in another browser',
  { tag: '@long' },
  async ({ open, issuer }) => {
    issuer.options.name = 'Countess';
    for (const profile of ['same', 'own'] as const) {
      const page = await open('/', { profile });
      await page.getByRole('button', { name: 'Sign in with Example', exact: true }).click();
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
      await expect(page.getByRole('banner').getByText('Countess', { exact: true })).toBeVisible();
      expect(new URL(page.url()).hash).toBe('');
      // Only their first name here counts.
      issuer.options.name = 'Somebody else';
    }
  },
);

test('the provider refuses: the sign-in screen says so', { tag: '@long' }, async ({ open, issuer }) => {
  issuer.options.refuses = true;
  const page = await open('/');
  await page.getByRole('button', { name: 'Sign in with Example', exact: true }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: "The sign-in service didn't let you in." }),
  ).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in with Example', exact: true })).toBeVisible();
  await expect(page.getByText("The sign-in service didn't let you in.")).toBeHidden();
});
