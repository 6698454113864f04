import type { Role, Route, LinkId } from '@ringback/protocol';
import type { StatsSample } from './link.ts';
import type { SessionState } from './sessionState.ts';
import type { LinkPlan } from './link.ts';

/** As long as a browser takes to say that it has lost the other device from sight. */
const lostAfterMs = 6_000;

/** A link's peer at one end, as far as a machine can tell. */
export interface FakePeer {
  readonly plan: LinkPlan;
  /** Whether this end has what it needs of the other's signals. */
  hasAll: boolean;
  connectedAt: number | undefined;
  /** Its route, once it is connected. */
  route: Route['path'] | undefined;
  /** Whether this end sends over it. */
  isSending: boolean;
  packets: number;
  /** When the other end was last in sight. */
  checkedAt: number;
}

/** A peer that was just made. */
export function fakePeer(plan: LinkPlan, isSending: boolean, now: number): FakePeer {
  return {
    plan,
    hasAll: false,
    connectedAt: undefined,
    route: undefined,
    isSending,
    packets: 0,
    checkedAt: now,
  };
}

/** What its page sees of a peer at one moment. */
export function sampleOf(linkId: LinkId, peer: FakePeer, path: Route['path'], now: number): StatsSample {
  return {
    linkId,
    packets: peer.packets,
    audioPackets: peer.packets,
    lostPackets: 0,
    decodedFrames: peer.packets,
    heartbeats: 0,
    localCandidates: 1,
    remoteCandidates: 1,
    couldBeDirect: true,
    route: { path, transport: 'udp' },
    isDisconnected: peer.connectedAt !== undefined && now - peer.checkedAt > lostAfterMs,
  };
}

/** One page: its path, its peers, and what it was told. */
export class End {
  readonly role: Role;
  session: SessionState = { state: 'closed' };
  isOnline = true;
  readonly peers = new Map<LinkId, FakePeer>();
  events: string[] = [];
  /** How long it was told that nothing had come in. */
  gaps: number[] = [];
  /** Counts pages and retry timers, so that what was meant for an older one is dropped. */
  page = 0;
  timer = 0;
  /** How often the server came back; tells what was lost before from what is lost now. */
  restorations = 0;
  /** Until then its page stands still: it hears nothing, sees nothing and does nothing, and its media flows on. */
  stalledUntil = 0;

  constructor(role: Role) {
    this.role = role;
  }

  get carrying(): LinkId | undefined {
    return this.session.state === 'open' && this.session.reported.state === 'up'
      ? this.session.reported.linkId
      : undefined;
  }

  get route(): Route['path'] | undefined {
    return this.session.state === 'open' && this.session.reported.state === 'up'
      ? this.session.reported.route.path
      : undefined;
  }

  /** Its links of one purpose. */
  linksFor(purpose: LinkPlan['purpose']): readonly LinkId[] {
    if (this.session.state === 'closed') return [];
    return this.session.links.filter(({ plan }) => plan.purpose === purpose).map(({ id }) => id);
  }
}
