export const text = {
  loading: 'Still loading…',
  newVersion: 'A new version is ready',
  reload: 'Reload',
  outdated: {
    title: 'Ringback was updated',
    help: 'This page is older than the server. Reload it to go on.',
    inCall: 'Ringback was updated. Reload this page after your call.',
    afterCall: 'Reload this page after your call.',
  },
  broken: {
    title: 'Something on this page broke',
    help: 'That should not happen. Reload the page to go on; a call is picked up again.',
  },
  notFound: { title: 'There is nothing at this address', action: 'Go to People' },
} as const;
