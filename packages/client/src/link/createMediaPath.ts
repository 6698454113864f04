import type { MediaPath, OpenMediaPath } from './mediaPath.ts';
import { loadPeerLibrary } from './peerLibrary.ts';
import { PathRunner } from './pathRunner.ts';

/** Opens a media path over WebRTC. For browsers. */
export const createMediaPath: OpenMediaPath = (options): MediaPath => {
  const runner = new PathRunner(options);
  return {
    receive: (linkId, box) => runner.receive(linkId, box),
    send: (tracks) => runner.send(tracks),
    tell: (message) => runner.tell(message),
    carrying: () => runner.carrying(),
    signalingIsBack: () => runner.signalingIsBack(),
    close: () => runner.close(),
  };
};

/** Loads what a call needs before there is one, so that the first link loses no time. Failing is no matter yet. */
export async function preloadMediaPath(): Promise<void> {
  await loadPeerLibrary().catch(() => undefined);
}
