import { openLazily } from './lazyMediaPath.ts';
import type { OpenMediaPath } from './mediaPath.ts';

/** Everything of links, with the library under them: a chunk that nobody needs before the first call. */
async function load(): Promise<OpenMediaPath> {
  const { createMediaPath, preloadMediaPath } = await import('./createMediaPath.ts');
  await preloadMediaPath();
  return createMediaPath;
}

/** Opens a media path over WebRTC, for browsers; its code is fetched with the first one. */
export const openMediaPath: OpenMediaPath = openLazily(load);

/** Fetches that code ahead of the first path. Failing is no matter yet. */
export async function preloadMediaPath(): Promise<void> {
  await load().catch(() => undefined);
}
