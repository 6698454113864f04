import type { LinkCause } from '@ringback/protocol';
import type SimplePeer from 'simple-peer/simplepeer.min.js';

export type SimplePeerClass = typeof SimplePeer;

let loaded: Promise<SimplePeerClass> | undefined;

/** Loads simple-peer once, as a chunk of its own, because no page needs it before a call. Rejects if loading fails. */
export async function loadSimplePeer(): Promise<SimplePeerClass> {
  loaded ??= import('simple-peer/simplepeer.min.js').then((module) => module.default);
  try {
    return await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

/**
 * Maps the code of a peer's last error to a cause. simple-peer reports the other side's close as an error of the data
 * channel ("User-Initiated Abort"), or without any error.
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
