/** The words of the settings. */
export const text = {
  profile: 'Profile',
  findable: 'Others find you by this exact name. Each tab of your browser can be someone else.',
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
