import type { ServerEnvironment } from './server.ts';

/**
 * Limits so high that they are checked but never reached: measurements come from one address, and request faster than
 * people do.
 */
const never = '1000000000';

/** Settings of a server on this machine only, for load tests. */
export const withoutLimits: ServerEnvironment = {
  HOST: '127.0.0.1',
  GUESTS: 'open',
  RELAY: 'off',
  SIGNINS_PER_MINUTE: never,
  PLACES_PER_MINUTE: never,
  PLACES_PER_MINUTE_PER_PAIR: never,
  REQUESTS_PER_SECOND: never,
  REQUEST_BURST: never,
  SIGNAL_BYTES_PER_SECOND: never,
  SOCKETS_PER_USER: never,
  SOCKETS_PER_ADDRESS: never,
  HANDSHAKES_PER_SECOND: never,
  USER_UNITS: never,
  USER_UNITS_PER_SECOND: never,
  ADDRESS_UNITS: never,
  ADDRESS_UNITS_PER_SECOND: never,
  READS_AT_ONCE: never,
  FINDS_PER_MINUTE: never,
  ICE_REQUESTS_PER_MINUTE: never,
  CHECKUPS_PER_MINUTE: never,
  MESSAGES_PER_MINUTE: never,
  PROFILE_CHANGES_PER_MINUTE: never,
};
