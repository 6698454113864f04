/** The words of the settings. */
export const text = {
  profile: 'Profile',
  displayName: {
    label: 'Display name',
    help: 'What others see when you call or write.',
    offline: 'Your name cannot be changed while the server cannot be reached.',
    save: 'Save',
    saving: 'Saving…',
  },
  signedInAs: (handle: string) =>
    `You sign in as ${handle}, and anyone finds you by that exact name. Each tab of your browser can be someone else.`,
  signOut: 'Sign out',
  endsCall: (name: string) => `Ends your call with ${name}.`,
  privacy: 'Privacy',
  alwaysRelay: {
    label: 'Always relay calls',
    help: 'Hides your network address from the people you call. Calls may sound a little worse.',
    noRelay:
      'This server has no relay that your browser could use. With this on, your calls would not connect.',
    cannotCall:
      'This server has no relay that your browser could use: your calls will not connect. Turn this off to call.',
  },
  offline: 'Settings cannot be changed while the server cannot be reached.',
} as const;
