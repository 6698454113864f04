import type { EndCause } from '@ringback/protocol';
import type { CheckName } from './findings/finding.ts';

const paths = ['server', 'live', 'network', 'relayUdp', 'relayTcp', 'relayTls', 'direct'] as const;

/** The checks that test why a call failed or was lost, in the order of the screen. */
export const checksForCause: { readonly [C in EndCause]: readonly CheckName[] } = {
  connectTimeout: paths,
  noCandidates: paths,
  iceFailed: [...paths, 'quality'],
  silent: ['network', 'relayUdp', 'relayTcp', 'relayTls', 'direct', 'quality'],
  peerClosed: ['live', 'browser'],
  setupFailed: ['server', 'live', 'browser'],
  rejoining: ['server', 'live', 'browser'],
  notLoaded: ['server', 'browser'],
  deviceGone: ['server', 'live', 'browser'],
  timeout: ['server', 'live', 'browser'],
};
