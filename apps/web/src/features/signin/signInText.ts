import type { PublicConfig } from '@ringback/protocol';

/** The hint below the name, by how the server admits guests. */
export const nameHints: { readonly [G in PublicConfig['guests']]: string } = {
  open: 'Any name will do. Whoever types the same name is the same person: this server is open for trying things out.',
  on: 'The name will belong to this browser. Others will find you by it.',
  off: '',
};

/** Fixed text of the sign-in screen. */
export const text = {
  name: 'Your name',
  submit: 'Continue',
  tagline: 'Call by voice or video, and always know what became of the call.',
  guestsOff: {
    title: 'This server takes no guests',
    help: 'Only people with an account can call here. Ask whoever runs this server for one.',
  },
  continueAs: (name: string) => `Continue as ${name}`,
  orElse: 'or as someone else',
  placeholder: 'How others will find you',
  signingIn: 'Signing in…',
  /** For a tab whose address names another person than the one it is signed in as, or who is remembered. */
  switchUser: {
    signedIn: (now: string, wanted: string) => ({
      title: `Continue as ${wanted}?`,
      text: `This tab is signed in as ${now}. A call that is going on will end.`,
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
