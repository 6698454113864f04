import { createPeerConnection } from './peerConnection.ts';
import { loadSimplePeer } from './simplePeer.ts';

let warmedUp: Promise<void> | undefined;

/**
 * Makes a peer connection and an offer that go nowhere, once per page: the browser takes twice as long for the first
 * ones (70 ms against 30 ms with two busy cores, measured), and there is time for that while the call rings. Without
 * servers and with relays only, it gathers no candidate and sends nothing. A failure does not matter yet.
 */
export function warmUp(): Promise<void> {
  warmedUp ??= makeOffer().catch(() => undefined);
  return warmedUp;
}

async function makeOffer(): Promise<void> {
  const Library = await loadSimplePeer();
  await new Promise<void>((resolve) => {
    const connection = createPeerConnection(Library, {
      initiates: true,
      ice: { iceServers: [], policy: 'relay' },
      tracks: null,
      onSignal: () => {
        connection?.close();
        resolve();
      },
      onConnected: () => {},
      onMessage: () => {},
      onIceFailed: () => {},
      onGone: () => resolve(),
    });
    if (connection === undefined) resolve();
  });
}
