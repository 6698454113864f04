import type { OfflineReason } from '@ringback/client';
import { noWebsockets } from '../i18n/sharedText.ts';

export const text = {
  offline: {
    unknown: 'Offline. Reconnecting…',
    tooManyTabs: 'Ringback is open in too many tabs.',
    serverBusy: 'The server is busy. Trying again…',
    noWebsockets: `Offline. ${noWebsockets.message}`,
  } as const satisfies Record<OfflineReason | 'unknown', string>,
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
