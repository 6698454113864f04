import { createPeer } from './peer.ts';
import { loadPeerLibrary } from './peerLibrary.ts';

let rehearsed: Promise<void> | undefined;

/**
 * Has the browser make a peer and an offer that go nowhere, once a page: the first ones take it twice as long as any
 * others (70 ms against 30 with two busy cores), and while it rings there is time for that. Without servers, and with
 * relays alone allowed, it looks for no candidate and sends nothing to anybody. Failing is no matter yet.
 */
export function rehearse(): Promise<void> {
  rehearsed ??= makeOffer().catch(() => undefined);
  return rehearsed;
}

async function makeOffer(): Promise<void> {
  const Library = await loadPeerLibrary();
  await new Promise<void>((resolve) => {
    const peer = createPeer(Library, {
      initiates: true,
      ice: { iceServers: [], policy: 'relay' },
      tracks: null,
      onSignal: () => {
        peer?.close();
        resolve();
      },
      onConnected: () => {},
      onMessage: () => {},
      onIceFailed: () => {},
      onGone: () => resolve(),
    });
    if (peer === undefined) resolve();
  });
}
