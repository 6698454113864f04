import type { Page } from '@playwright/test';

/** The user's own account in the settings, and the ways to sign in to it. */
export function accountSettings(page: Page) {
  const section = page.getByRole('region', { name: 'Account', exact: true });
  const dialog = (name: string) => page.getByRole('dialog', { name, exact: true });
  const button = (name: string) => section.getByRole('button', { name, exact: true });
  const creation = dialog('Create an account');
  const confirmation = dialog("Confirm it's you");
  const codes = dialog('Save your recovery codes');
  return {
    section,
    create: button('Create an account'),
    addPasskey: button('Add a passkey'),
    passkeys: section.getByRole('list', { name: 'Passkeys' }).getByRole('listitem'),
    signOut: page.getByRole('button', { name: 'Sign out', exact: true }),
    changePassword: button('Change password'),
    newRecoveryCodes: button('New recovery codes'),
    creation: {
      dialog: creation,
      handle: creation.getByRole('textbox', { name: 'Handle', exact: true }),
      password: creation.getByRole('textbox', { name: 'Password', exact: true }),
      submit: creation.getByRole('button', { name: 'Create account', exact: true }),
      withPasskey: creation.getByRole('button', { name: 'Use a passkey', exact: true }),
    },
    confirmation: {
      dialog: confirmation,
      password: confirmation.getByRole('textbox', { name: 'Password', exact: true }),
      recoveryCode: confirmation.getByRole('textbox', { name: 'Recovery code', exact: true }),
      withRecoveryCode: confirmation.getByRole('button', { name: 'Use a recovery code', exact: true }),
      submit: confirmation.getByRole('button', { name: 'Confirm', exact: true }),
    },
    codes: {
      dialog: codes,
      list: codes.getByRole('listitem'),
      done: codes.getByRole('button', { name: 'I saved them', exact: true }),
    },
  };
}

/** The forms for accounts on the sign-in screen. */
export function accountSignIn(page: Page) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true });
  return {
    withPassword: button('Use a password'),
    withPasskey: button('Use a passkey'),
    withRecoveryCode: button('Use a recovery code'),
    name: textbox('Name or handle'),
    password: textbox('Password'),
    recoveryCode: textbox('Recovery code'),
    submit: button('Sign in'),
  };
}
