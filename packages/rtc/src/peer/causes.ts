import type { LinkCause } from '@ringback/protocol';

/**
 * Why a peer is gone, from the code of its last error. simple-peer reports the other side's close as an error of the
 * data channel ("User-Initiated Abort"), or with no error at all.
 */
export function causeOfError(code: string | undefined): LinkCause {
  switch (code) {
    case 'ERR_CONNECTION_FAILURE':
    case 'ERR_ICE_CONNECTION_FAILURE':
      return 'iceFailed';
    case 'ERR_DATA_CHANNEL':
    case 'ERR_ICE_CONNECTION_CLOSED':
    case undefined:
      return 'peerClosed';
    default:
      return 'setupFailed';
  }
}
