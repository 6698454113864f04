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
    title: 'Something went wrong',
    help: 'Reload; your call will resume.',
  },
  notFound: { title: 'Page not found', action: 'Go to People' },
} as const;
