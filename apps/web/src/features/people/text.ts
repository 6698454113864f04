/** The words of the people screens. */
export const text = {
  voiceCallTo: (name: string) => `Voice call ${name}`,
  videoCallTo: (name: string) => `Video call ${name}`,
  voiceCall: 'Voice call',
  videoCall: 'Video call',
  searchHint: 'Find people by name',
  loading: 'Loading…',
  searching: 'Looking…',
  nobody: (name: string) => `Nobody here is called “${name}”. A new person is found by their exact name.`,
  newPerson: 'Not called yet',
  signsInAs: (handle: string) => `Signs in as ${handle}`,
  byMe: 'You: ',
  unread: 'unread',
  empty: {
    title: 'Nobody here yet',
    help: 'Type the exact name of a person above. Or try a call with yourself: open Ringback in a second tab and sign in there under another name.',
    action: 'Open a second tab',
  },
  loadFailed: 'Your people could not be loaded. They come by themselves once the server answers.',
  choose: { title: 'Choose a person', help: 'Your calls and messages with them will be listed here.' },
  notFound: { title: 'This person does not exist', help: 'The address may be mistyped.' },
  unknown: { title: 'This person could not be loaded', retry: 'Try again' },
} as const;
