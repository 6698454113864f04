import { openLazily } from './lazyMediaPath.ts';
import type { OpenMediaSession } from './mediaPath.ts';
import { loadPeerLibrary } from './peerLibrary.ts';

interface Parts {
  readonly createMediaSession: OpenMediaSession;
  readonly rehearse: () => Promise<void>;
}

/** Everything of links, and the library under them beside it: two chunks that nobody needs before the first call. */
async function load(): Promise<Parts> {
  // Failing is no matter yet: each link asks for the library again.
  const library = loadPeerLibrary().catch(() => undefined);
  const { createMediaSession, rehearse } = await import('./createMediaPath.ts');
  await library;
  return { createMediaSession, rehearse };
}

/** Opens a media path over WebRTC, for browsers; its code is fetched with the first one. */
export const openMediaSession: OpenMediaSession = openLazily(async () => (await load()).createMediaSession);

/** Fetches that code ahead of the first path, and tries it out. Failing is no matter yet. */
export async function preloadMediaSession(): Promise<void> {
  const parts = await load().catch(() => undefined);
  await parts?.rehearse();
}
