import { openLazily } from './lazyMediaPath.ts';
import type { OpenMediaPath } from './mediaPath.ts';
import { loadPeerLibrary } from './peerLibrary.ts';

interface Parts {
  readonly createMediaPath: OpenMediaPath;
  readonly rehearse: () => Promise<void>;
}

/** Everything of links, and the library under them beside it: two chunks that nobody needs before the first call. */
async function load(): Promise<Parts> {
  // Failing is no matter yet: each link asks for the library again.
  const library = loadPeerLibrary().catch(() => undefined);
  const { createMediaPath, rehearse } = await import('./createMediaPath.ts');
  await library;
  return { createMediaPath, rehearse };
}

/** Opens a media path over WebRTC, for browsers; its code is fetched with the first one. */
export const openMediaPath: OpenMediaPath = openLazily(async () => (await load()).createMediaPath);

/** Fetches that code ahead of the first path, and tries it out. Failing is no matter yet. */
export async function preloadMediaPath(): Promise<void> {
  const parts = await load().catch(() => undefined);
  await parts?.rehearse();
}
