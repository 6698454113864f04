import type { OfflineReason } from '@ringback/client';
import { noWebsockets } from '../i18n/sharedText.ts';

export const text = {
  offline: {
    unknown: 'Offline. Reconnecting…',
    tooManyTabs: 'Ringback is open in too many tabs.',
    noWebsockets: `Offline. ${noWebsockets.message}`,
  } as const satisfies Record<OfflineReason | 'unknown', string>,
  loading: 'Still loading…',
  insecure: {
    title: 'Calls need a secure address',
    help: 'Browsers give the microphone and the camera only to pages that came over https. This one came over plain http.',
    tryHttps: 'Open the secure address',
    onThisMachine: 'On the machine that runs Ringback, http://localhost works too.',
    hosting: 'If you run this server: put it behind a proxy that speaks https, or give it a certificate.',
  },
  outdated: {
    title: 'Ringback was updated',
    help: 'This page is older than the server. Reload it to go on.',
    inCall: 'Ringback was updated. Reload this page after your call.',
    afterCall: 'Reload this page after your call.',
    reload: 'Reload',
  },
  broken: {
    title: 'Something on this page broke',
    help: 'That should not happen. Reload the page to go on; a call is picked up again.',
    reload: 'Reload',
  },
  notFound: { title: 'There is nothing at this address', action: 'Go to People' },
} as const;
