/** The words of the settings. */
export const text = {
  findable: 'Others find you by this exact name. Each tab of your browser can be someone else.',
  signOut: 'Sign out',
  endsCall: (name: string) => ({
    title: 'Sign out and hang up?',
    text: `You are in a call with ${name}. Signing out ends it.`,
    confirm: 'Hang up and sign out',
    keep: 'Stay',
  }),
} as const;
