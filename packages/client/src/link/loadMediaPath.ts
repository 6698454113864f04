import { openLazily } from './lazyMediaPath.ts';
import type { OpenMediaPath } from './mediaPath.ts';
import { loadPeerLibrary } from './peerLibrary.ts';

/** Everything of links, and the library under them beside it: two chunks that nobody needs before the first call. */
async function load(): Promise<OpenMediaPath> {
  // Failing is no matter yet: each link asks for the library again.
  const library = loadPeerLibrary().catch(() => undefined);
  const { createMediaPath } = await import('./createMediaPath.ts');
  await library;
  return createMediaPath;
}

/** Opens a media path over WebRTC, for browsers; its code is fetched with the first one. */
export const openMediaPath: OpenMediaPath = openLazily(load);

/** Fetches that code ahead of the first path. Failing is no matter yet. */
export async function preloadMediaPath(): Promise<void> {
  await load().catch(() => undefined);
}
