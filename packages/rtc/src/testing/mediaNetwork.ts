import {
  LinkId,
  type DeviceId,
  type LinkCause,
  type Result,
  type Role,
  type Route,
} from '@ringback/protocol';
import type { MediaSessionStage } from '../machine/plan.ts';
import type { PeerMessage } from '../machine/peerMessage.ts';
import * as v from 'valibot';
import type { SeededRandom } from '@ringback/testkit';
import { FakeStream } from './track.ts';

interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

type MediaSessionEvent =
  | { readonly type: 'up'; readonly linkId: LinkId; readonly route: Route }
  | { readonly type: 'down'; readonly linkId: LinkId; readonly cause: LinkCause }
  | { readonly type: 'media'; readonly stream: MediaStream }
  | { readonly type: 'message'; readonly message: PeerMessage };

interface MediaSessionOptions {
  readonly role: Role;
  readonly peerDeviceId: DeviceId;
  readonly stage: MediaSessionStage;
  readonly sendEnvelope: (linkId: LinkId, box: string) => Promise<Result<unknown>>;
  readonly onEvent: (event: MediaSessionEvent) => void;
}

const direct: Route = { path: 'direct', transport: 'udp' };

/** What fake paths say to each other through the server. */
const FakeBox = v.variant('kind', [
  v.object({ kind: v.literal('offer') }),
  v.object({ kind: v.literal('answer') }),
  v.object({ kind: v.literal('want') }),
]);
type FakeBox = v.InferOutput<typeof FakeBox>;

/**
 * Media paths that carry nothing, but shake hands through the real server as real ones do: the caller's side offers, the
 * callee's answers, or asks for an offer when it comes later. A path that is opened while the call rings shakes hands and
 * is up as soon as the call is answered. What they tell each other goes past the server.
 */
export class MediaNetwork {
  readonly #random: SeededRandom;
  readonly #paths = new Set<FakeMediaSession>();
  #isCut = false;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  readonly open = (options: MediaSessionOptions): FakeMediaSession => {
    const path = new FakeMediaSession(this, options, this.newLinkId());
    this.#paths.add(path);
    path.start();
    return path;
  };

  newLinkId(): LinkId {
    return v.parse(LinkId, this.#random.uuid());
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Paths that are not closed. */
  openPaths(): readonly FakeMediaSession[] {
    return [...this.#paths];
  }

  /** Nothing passes between any two devices any more. */
  cut(): void {
    this.#isCut = true;
    for (const path of this.#paths) path.down('silent');
  }

  /** Media passes again over the same links. */
  mend(): void {
    this.#isCut = false;
    for (const path of this.#paths) path.up();
  }

  /** Whoever shares a link with a path. */
  others(path: FakeMediaSession): readonly FakeMediaSession[] {
    return [...this.#paths].filter((other) => other !== path && other.linkId === path.linkId);
  }

  remove(path: FakeMediaSession): void {
    this.#paths.delete(path);
  }
}

/** One end of a fake media path. */
export class FakeMediaSession {
  linkId: LinkId;
  tracks: Tracks = { audio: null, video: null };
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

  /** A caller's side that was loaded anew offers a new link; a callee's can only ask for one, once it has answered. */
  start(): void {
    if (this.#options.role === 'callee' && this.#stage === 'warm') return;
    this.#post({ kind: this.#options.role === 'caller' ? 'offer' : 'want' });
  }

  readonly receive = (linkId: LinkId, text: string): void => {
    const box = readFakeBox(text);
    if (box === undefined || this.#state === 'closed') return;
    switch (box.kind) {
      case 'want':
        this.#renew();
        return this.#post({ kind: 'offer' });
      case 'offer':
        this.#renew(linkId);
        this.#post({ kind: 'answer' });
        return this.up();
      case 'answer':
        return linkId === this.linkId ? this.up() : undefined;
    }
  };

  readonly answered = (): void => {
    this.#stage = 'live';
    if (this.#state === 'ready') this.up();
    else this.start();
  };

  readonly sendTracks = (tracks: Tracks): void => {
    this.tracks = tracks;
  };

  readonly sendMessage = (message: PeerMessage): void => {
    if (this.#state !== 'up') return;
    for (const other of this.#network.others(this)) other.hear(message);
  };

  readonly activeLink = (): { readonly linkId: LinkId; readonly route: Route } | undefined =>
    this.#state === 'up' ? { linkId: this.linkId, route: direct } : undefined;

  readonly signalingRestored = (): void => {
    if (this.#state !== 'up') this.start();
  };

  readonly close = (): void => {
    this.#state = 'closed';
    for (const other of this.#network.others(this)) other.peerClosed();
    this.#network.remove(this);
  };

  peerClosed(): void {
    this.down('peerClosed');
    // What the other one had still on its way is about a link that is gone.
    this.#renew();
  }

  hear(message: PeerMessage): void {
    if (this.#state === 'up') this.#options.onEvent({ type: 'message', message });
  }

  up(): void {
    if (this.#network.isCut || this.#state === 'closed' || this.#state === 'up') return;
    this.#state = this.#stage === 'warm' ? 'ready' : 'up';
    if (this.#state === 'ready') return;
    this.#options.onEvent({ type: 'media', stream: new FakeStream(this.linkId, []) });
    this.#options.onEvent({ type: 'up', linkId: this.linkId, route: direct });
  }

  down(cause: LinkCause): void {
    if (this.#state !== 'up') return;
    this.#state = 'down';
    this.#options.onEvent({ type: 'down', linkId: this.linkId, cause });
  }

  #renew(linkId = this.#network.newLinkId()): void {
    this.linkId = linkId;
    if (this.#state === 'up') this.#state = 'down';
    if (this.#state === 'ready') this.#state = 'new';
  }

  #post(box: FakeBox): void {
    void this.#options.sendEnvelope(this.linkId, JSON.stringify(box));
  }
}

function readFakeBox(text: string): FakeBox | undefined {
  const box = v.safeParse(v.pipe(v.string(), v.parseJson(), FakeBox), text);
  return box.success ? box.output : undefined;
}
