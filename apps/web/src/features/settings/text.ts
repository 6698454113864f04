/** The words of the settings. */
export const text = {
  findable: 'Others find you by this exact name. Each tab can be someone else.',
  signOut: 'Sign out',
  endsCall: (name: string) => `Signing out ends your call with ${name}.`,
} as const;
