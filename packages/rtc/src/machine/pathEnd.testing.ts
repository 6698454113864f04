import type { Role, Route, LinkId } from '@ringback/protocol';
import type { Sample } from './link.ts';
import type { Path } from './path.ts';
import type { LinkPlan } from './plan.ts';

/** As long as a browser takes to say that it has lost the other device from sight. */
const lostAfterMs = 6_000;

/** A link's peer at one end, as far as a machine can tell. */
export interface FakePeer {
  readonly plan: LinkPlan;
  /** Whether this end has what it needs of the other's signals. */
  hasAll: boolean;
  connectedAt: number | undefined;
  /** Its way, once it is connected. */
  way: Route['path'] | undefined;
  /** Whether this end sends over it. */
  isSending: boolean;
  media: number;
  /** When the other end was last in sight. */
  seenAt: number;
}

/** A peer that was just made. */
export function fakePeer(plan: LinkPlan, isSending: boolean, now: number): FakePeer {
  return { plan, hasAll: false, connectedAt: undefined, way: undefined, isSending, media: 0, seenAt: now };
}

/** What its page sees of a peer at one moment. */
export function sampleOf(linkId: LinkId, peer: FakePeer, path: Route['path'], now: number): Sample {
  return {
    linkId,
    media: peer.media,
    audio: peer.media,
    lost: 0,
    frames: peer.media,
    pulses: 0,
    localCandidates: 1,
    remoteCandidates: 1,
    couldBeDirect: true,
    route: { path, transport: 'udp' },
    isLost: peer.connectedAt !== undefined && now - peer.seenAt > lostAfterMs,
  };
}

/** One page: its path, its peers, and what it was told. */
export class End {
  readonly role: Role;
  path: Path = { state: 'closed' };
  isOnline = true;
  readonly peers = new Map<LinkId, FakePeer>();
  told: string[] = [];
  /** How long it was told that nothing had come in. */
  gaps: number[] = [];
  /** Counts pages and retry timers, so that what was meant for an older one is dropped. */
  page = 0;
  timer = 0;
  /** How often the server came back; tells what was lost before from what is lost now. */
  returns = 0;
  /** Until then its page stands still: it hears nothing, sees nothing and does nothing, and its media flows on. */
  heldUpUntil = 0;

  constructor(role: Role) {
    this.role = role;
  }

  get carrying(): LinkId | undefined {
    return this.path.state === 'open' && this.path.told.state === 'up' ? this.path.told.linkId : undefined;
  }

  get route(): Route['path'] | undefined {
    return this.path.state === 'open' && this.path.told.state === 'up'
      ? this.path.told.route.path
      : undefined;
  }

  /** Its links of one purpose. */
  linksFor(purpose: LinkPlan['purpose']): readonly LinkId[] {
    if (this.path.state === 'closed') return [];
    return this.path.links.filter(({ plan }) => plan.purpose === purpose).map(({ id }) => id);
  }
}
