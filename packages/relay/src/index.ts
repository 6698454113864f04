export { readHostAddresses } from './address/hostAddresses.ts';
export { PeerFilter } from './address/peerFilter.ts';
export type { Lifetimes, Quotas } from './core/limits.ts';
export { turnCredentials, turnPassword, type TurnCredentials } from './auth/credentials.ts';
export type { RelayOptions } from './core/options.ts';
export { relayUrls, secondPortUrls, startRelay, type Relay, type RelayListenPorts } from './relay.ts';
export type { RelayEvent, RelayStats, ReleaseReason } from './core/stats.ts';
