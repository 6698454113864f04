import { LinkId, type LinkCause, type Route } from '@ringback/protocol';
import type { SeededRandom } from '@ringback/testkit';
import * as v from 'valibot';
import type { MediaSessionStage } from '../machine/link.ts';
import type { PeerMessage } from '../machine/peerProtocol.ts';
import { retryPauseMs } from '../machine/policy.ts';
import type { MediaSession, MediaSessionOptions, OpenMediaSession } from '../peer/mediaSessionApi.ts';
import type { Tracks } from '../peer/sections/sections.ts';
import { FakeStream } from './track.ts';

const direct: Route = { path: 'direct', transport: 'udp' };

/** The messages that fake sessions exchange through the server. */
const FakeEnvelope = v.variant('kind', [
  v.object({ kind: v.literal('offer') }),
  v.object({ kind: v.literal('answer') }),
  v.object({ kind: v.literal('want') }),
]);
type FakeEnvelope = v.InferOutput<typeof FakeEnvelope>;

/**
 * Media sessions that carry nothing, but signal through the real server as real ones do: the caller's side offers, the
 * callee's answers, or requests an offer when it comes later. A session that is opened while the call rings signals at
 * once and is up as soon as the call is answered. An offer or request that finds the other device away is repeated.
 * Messages go past the server.
 */
export class MediaNetwork {
  readonly #random: SeededRandom;
  readonly #sessions = new Set<FakeMediaSession>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  readonly open: OpenMediaSession = (options) => {
    const session = new FakeMediaSession(this, options, this.newLinkId());
    this.#sessions.add(session);
    session.start();
    return session;
  };

  newLinkId(): LinkId {
    return v.parse(LinkId, this.#random.uuid());
  }

  openSessions(): readonly FakeMediaSession[] {
    return [...this.#sessions];
  }

  /** The other ends of a session's link, or of the named one. */
  peersOf(session: FakeMediaSession, linkId = session.linkId): readonly FakeMediaSession[] {
    return [...this.#sessions].filter((other) => other !== session && other.linkId === linkId);
  }

  remove(session: FakeMediaSession): void {
    this.#sessions.delete(session);
  }
}

/** One end of a fake media session. */
export class FakeMediaSession implements MediaSession {
  linkId: LinkId;
  tracks: Tracks = { audio: null, video: null, screen: null, screenAudio: null };
  /** What was said last about the inputs; repeated when the other end is up. */
  sending: PeerMessage | undefined;
  readonly #network: MediaNetwork;
  readonly #options: MediaSessionOptions;
  #stage: MediaSessionStage;
  #state: 'new' | 'ready' | 'up' | 'down' | 'closed' = 'new';

  constructor(network: MediaNetwork, options: MediaSessionOptions, linkId: LinkId) {
    this.#network = network;
    this.#options = options;
    this.#stage = options.stage;
    this.linkId = linkId;
  }

  /** A caller's page that was reloaded offers a new link; a callee's can only request one, after it has answered. */
  start(): void {
    if (this.#options.role === 'callee' && this.#stage === 'warm') return;
    this.#post({ kind: this.#options.role === 'caller' ? 'offer' : 'want' });
  }

  readonly receive = (linkId: LinkId, text: string): void => {
    const envelope = readFakeEnvelope(text);
    if (envelope === undefined || this.#state === 'closed') return;
    switch (envelope.kind) {
      case 'want':
        this.#renew();
        return this.#post({ kind: 'offer' });
      case 'offer':
        // An offer may come after its sender closed or replaced the link: no packet would ever come over it.
        if (this.#network.peersOf(this, linkId).length === 0) return;
        this.#renew(linkId);
        this.#post({ kind: 'answer' });
        return this.#up();
      case 'answer':
        return linkId === this.linkId ? this.#up() : undefined;
    }
  };

  readonly answered = (): void => {
    this.#stage = 'live';
    if (this.#state === 'ready') this.#up();
    else this.start();
  };

  readonly sendTracks = (tracks: Tracks): void => {
    this.tracks = tracks;
  };

  readonly sendMessage = (message: PeerMessage): void => {
    if (message.kind === 'sending') this.sending = message;
    if (this.#state !== 'up') return;
    for (const peer of this.#network.peersOf(this)) peer.receiveMessage(message);
  };

  readonly activeLink = (): { readonly linkId: LinkId; readonly route: Route } | undefined =>
    this.#state === 'up' ? { linkId: this.linkId, route: direct } : undefined;

  readonly signalingRestored = (): void => {
    if (this.#state !== 'up') this.start();
  };

  readonly close = (): void => {
    this.#state = 'closed';
    for (const peer of this.#network.peersOf(this)) peer.peerClosed();
    this.#network.remove(this);
  };

  peerClosed(): void {
    this.#down('peerClosed');
    // A late answer is about the closed link.
    this.#renew();
  }

  receiveMessage(message: PeerMessage): void {
    if (this.#state === 'up') this.#options.onEvent({ type: 'message', message });
  }

  #up(): void {
    if (this.#state === 'closed' || this.#state === 'up') return;
    this.#state = this.#stage === 'warm' ? 'ready' : 'up';
    if (this.#state === 'ready') return;
    this.#options.onEvent({
      type: 'media',
      stream: new FakeStream(this.linkId, []),
      screen: new FakeStream(`${this.linkId} screen`, []),
    });
    this.#options.onEvent({ type: 'up', linkId: this.linkId, route: direct });
    for (const { sending } of this.#network.peersOf(this))
      if (sending !== undefined) this.receiveMessage(sending);
  }

  #down(cause: LinkCause): void {
    if (this.#state !== 'up') return;
    this.#state = 'down';
    this.#options.onEvent({ type: 'down', linkId: this.linkId, cause });
  }

  #renew(linkId = this.#network.newLinkId()): void {
    this.linkId = linkId;
    if (this.#state === 'up') this.#state = 'down';
    if (this.#state === 'ready') this.#state = 'new';
  }

  #post(envelope: FakeEnvelope): void {
    void this.#send(this.linkId, envelope);
  }

  /** Where the server itself is away, `signalingRestored` starts over. */
  async #send(linkId: LinkId, envelope: FakeEnvelope): Promise<void> {
    const sent = await this.#options.sendEnvelope(linkId, JSON.stringify(envelope));
    if (sent.ok || sent.error.code !== 'unavailable') return;
    setTimeout(() => {
      if (linkId === this.linkId && this.#isUnlinked()) this.#post(envelope);
    }, retryPauseMs.first);
  }

  #isUnlinked(): boolean {
    return this.#state === 'new' || this.#state === 'down';
  }
}

function readFakeEnvelope(text: string): FakeEnvelope | undefined {
  const envelope = v.safeParse(v.pipe(v.string(), v.parseJson(), FakeEnvelope), text);
  return envelope.success ? envelope.output : undefined;
}
