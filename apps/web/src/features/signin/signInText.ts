import type { PublicConfig } from '@ringback/protocol';

/** The hint below the name, by how the server admits guests. */
export const nameHints: { readonly [G in PublicConfig['guests']]: string } = {
  open: 'Demo server: anyone can use any name.',
  on: 'This name will belong to this browser. Others find you by it.',
  off: '',
};

/** Fixed text of the sign-in screen. */
export const text = {
  name: 'Your name',
  submit: 'Continue',
  tagline: 'Calls that tell you what happened.',
  noGuests: 'Sign in with your account. This server takes no guests.',
  inviteOnly: 'Sign in with your account. To create one, open the invitation you got.',
  ways: {
    withPasskey: 'Use a passkey',
    withPassword: 'Use a password',
    withRecoveryCode: 'Use a recovery code',
    byLink: 'Link to a signed-in browser',
    asGuest: 'Continue as a guest',
    createAccount: 'Create an account',
    nameOrHandle: 'Name or handle',
    password: 'Password',
    recoveryCode: 'Recovery code',
    recoveryCodeHint: 'Each code works once.',
    signOutOthers: 'Sign out my other devices',
    signIn: 'Sign in',
    withOidc: (name: string) => `Sign in with ${name}`,
    oidcFailed: "The sign-in service didn't let you in. Try again.",
  },
  join: {
    title: 'Create an account',
    handle: 'Handle',
    handlePlaceholder: 'Optional',
    handleHint: 'People can find you by it: 3 to 30 of a-z, 0-9, dot, hyphen, underscore.',
    passwordHint: 'At least 10 characters. A few words in a row work well.',
    submit: 'Create account',
    creating: 'Creating…',
  },
  continueAs: (name: string) => `Continue as ${name}`,
  orElse: 'or as someone else',
  placeholder: 'How others find you',
  signingIn: 'Signing in…',
  /** For a one-time link that the host of the server made. */
  link: {
    title: (name: string) => `Sign in as ${name}?`,
    help: 'This link works once. It signs you out everywhere else.',
    password: 'Your old password stops working. Set a new one in Settings.',
    submit: (name: string) => `Sign in as ${name}`,
    looking: 'Checking the link…',
    unusable: "This link doesn't work",
    leave: 'Go to Ringback',
  },
  /** For a tab whose address names another person than the one it is signed in as, or who is remembered. */
  switchUser: {
    signedIn: (now: string, wanted: string) => ({
      title: `Continue as ${wanted}?`,
      text: `This tab is signed in as ${now}. An active call will end.`,
      confirm: `Continue as ${wanted}`,
      keep: `Stay ${now}`,
    }),
    remembered: (remembered: string, wanted: string) => ({
      title: `Continue as ${wanted}?`,
      text: `The link you opened signs this tab in as ${wanted}. This browser remembers ${remembered}.`,
      confirm: `Continue as ${wanted}`,
      keep: 'Cancel',
    }),
  },
} as const;
