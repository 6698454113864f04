import type { OfflineReason } from '@ringback/client';
import { noWebsockets } from '../i18n/sharedText.ts';

/** The status line while this tab is not connected. Apart from `appText.ts`, which loads before sign-in. */
export const offlineText = {
  unknown: 'Offline. Reconnecting…',
  tooManyTabs: 'Ringback is open in too many tabs.',
  serverBusy: 'The server is busy. Trying again…',
  noWebsockets: `Offline. ${noWebsockets.message}`,
} as const satisfies Record<OfflineReason | 'unknown', string>;
