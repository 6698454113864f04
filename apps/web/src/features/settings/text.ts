/** The words of the settings. */
export const text = {
  findable: 'Others find you by this exact name. Each tab of your browser can be someone else.',
  signOut: 'Sign out',
  endsCall: (name: string) => `Ends your call with ${name}.`,
} as const;
