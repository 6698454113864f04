import type SimplePeer from 'simple-peer/simplepeer.min.js';

type SimplePeerClass = typeof SimplePeer;

let loaded: Promise<SimplePeerClass> | undefined;

/** Loads simple-peer, once; it is a chunk of its own, which nobody needs before a call. Rejects where it cannot be loaded. */
export async function loadPeerLibrary(): Promise<SimplePeerClass> {
  loaded ??= import('simple-peer/simplepeer.min.js').then((module) => module.default);
  try {
    return await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}
