import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import type { LinkCause, LinkId, Role, Route } from '@ringback/protocol';
import { linkId } from '../fixtures.testing.ts';
import {
  isRelayOnly,
  type LinkPlan,
  type LinkRules,
  type MediaSessionStage,
  type StatsSample,
} from '../link.ts';
import { openSession, transition } from '../mediaSession.ts';
import { createRetryPolicy } from '../recovery.ts';
import type { SessionEffect, SessionInput, SessionState, SessionStep } from '../sessionState.ts';

/** What passes between two devices: `both` ways, one way only, or nothing. */
export type Passing = 'both' | 'toCaller' | 'toCallee' | 'none';

/** Round figures of an ordinary connection, in ms. */
const serverMs = 40;
const iceServersMs = 20;
const connectingMs = 80;
const networkMs = 30;
const pollMs = 50;

export interface Surroundings {
  readonly random: () => number;
  readonly hasRelay?: boolean;
  readonly rules?: LinkRules;
}

/** How long a browser takes to report `disconnected`. */
const disconnectedAfterMs = 6_000;

/** A link's peer connection at one end. */
interface FakePeer {
  readonly plan: LinkPlan;
  /** Whether this end has all signals of the other. */
  hasSignals: boolean;
  connectedAt: number | undefined;
  /** Its route, once it is connected. */
  route: Route['path'] | undefined;
  isSending: boolean;
  packets: number;
  /** When a connectivity check last succeeded. */
  checkedAt: number;
}

function createPeer(plan: LinkPlan, isSending: boolean, now: number): FakePeer {
  return {
    plan,
    hasSignals: false,
    connectedAt: undefined,
    route: undefined,
    isSending,
    packets: 0,
    checkedAt: now,
  };
}

function sampleOf(linkId: LinkId, peer: FakePeer, path: Route['path'], now: number): StatsSample {
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
    isDisconnected: peer.connectedAt !== undefined && now - peer.checkedAt > disconnectedAfterMs,
  };
}

/** One page: its session, its peer connections, and what it reported. */
export class End {
  readonly role: Role;
  session: SessionState = { state: 'closed' };
  isOnline = true;
  readonly peers = new Map<LinkId, FakePeer>();
  events: string[] = [];
  /** The gaps that were reported, in ms. */
  gaps: number[] = [];
  /** Counts page loads and retry timers, so that callbacks of older ones are dropped. */
  page = 0;
  timer = 0;
  /** How often signaling was restored. */
  restorations = 0;
  /** Until then the page runs no code, but its media flows on. */
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

  linksFor(purpose: LinkPlan['purpose']): readonly LinkId[] {
    if (this.session.state === 'closed') return [];
    return this.session.links.filter(({ plan }) => plan.purpose === purpose).map(({ id }) => id);
  }
}

/** The sessions of both devices of a call, on simulated networks, with a simulated server and a fake clock. */
export class TwoSessions {
  readonly caller = new End('caller');
  readonly callee = new End('callee');
  /** Which packets pass on any route. */
  passing: Passing = 'both';
  /** Which packets pass on direct routes. */
  direct: Passing = 'both';
  /** Links that are broken for good, toward one end. */
  readonly broken = new Set<`${LinkId} ${Role}`>();
  /** Links that connect, but bring no media to one end. */
  readonly deaf = new Set<`${LinkId} ${Role}`>();
  /** Links whose counters the browser of one end does not tell. */
  readonly uncounted = new Set<`${LinkId} ${Role}`>();
  readonly #hasRelay: boolean;
  readonly #rules: LinkRules;
  readonly #clock = createFakeClock(0);
  #ids = 0;
  readonly #policy: ReturnType<typeof createRetryPolicy>;

  constructor({ random, hasRelay = false, rules = { relays: 'no' } }: Surroundings) {
    this.#policy = createRetryPolicy(random);
    this.#hasRelay = hasRelay;
    this.#rules = rules;
  }

  get now(): number {
    return this.#clock.now();
  }

  other(end: End): End {
    return end === this.caller ? this.callee : this.caller;
  }

  /** Loads or reloads an end's page; a reload closes the old page's peer connections. */
  load(end: End, stage: MediaSessionStage = 'live'): void {
    for (const id of end.peers.keys()) this.#closePeer(end, id);
    end.page += 1;
    end.timer += 1;
    end.events = [];
    this.#execute(end, openSession(end.role, stage, this.#rules, this.now, this.#newLinkId()));
    this.#poll(end, end.page);
  }

  /** These ends learn that the call is answered. */
  answer(...ends: readonly End[]): void {
    for (const end of ends.length > 0 ? ends : [this.callee, this.caller]) {
      this.input(end, { type: 'answered', at: this.now, newLinkId: this.#newLinkId() });
      for (const peer of end.peers.values()) peer.isSending = peer.plan.purpose === 'main';
    }
  }

  setOnline(end: End, isOnline: boolean): void {
    if (end.isOnline === isOnline) return;
    end.isOnline = isOnline;
    if (!isOnline) return;
    end.restorations += 1;
    this.#retrySignaling(end);
  }

  #retrySignaling(end: End): void {
    this.input(end, { type: 'signalingRestored', at: this.now, newLinkId: this.#newLinkId() });
  }

  /** The page runs no code for a while, as on a busy machine. */
  stall(end: End, forMs: number): void {
    end.stalledUntil = Math.max(end.stalledUntil, this.now + forMs);
  }

  advance(byMs: number): void {
    this.#clock.advance(byMs);
  }

  input(end: End, input: SessionInput): void {
    this.#execute(end, transition(end.session, input));
  }

  /** Runs as soon as the page can, unless it was reloaded meanwhile. */
  #later(end: End, delayMs: number, run: () => void): void {
    const { page } = end;
    this.#clock.after(delayMs, () => {
      if (page !== end.page) return;
      if (end.stalledUntil > this.now) this.#later(end, end.stalledUntil - this.now, run);
      else run();
    });
  }

  #newLinkId(): LinkId {
    return linkId((this.#ids += 1));
  }

  #execute(end: End, { session, effects }: SessionStep): void {
    end.session = session;
    for (const effect of effects) this.#act(end, effect);
  }

  #act(end: End, effect: SessionEffect): void {
    switch (effect.type) {
      case 'openLink':
        return this.#openPeer(end, effect);
      case 'closeLink':
        return this.#closePeer(end, effect.linkId);
      case 'startSending':
        return this.#startSending(end, effect.linkId);
      case 'announceSwitch':
        return this.#announceSwitch(end, effect.linkId);
      case 'requestLink':
        return this.#post(end, undefined, () => this.#receiveRequest(end, effect.after));
      case 'startRetryTimer':
        return this.#startTimer(end, effect);
      case 'stopRetryTimer':
        end.timer += 1;
        return;
      case 'renderMedia':
        end.events.push('media');
        return;
      case 'reportUp':
        end.events.push('up');
        if (effect.gap !== undefined) end.gaps.push(effect.gap.ms);
        return;
      case 'reportDown':
        end.events.push(`down: ${effect.cause}`);
        return;
      case 'restartIce':
      case 'requestRestart':
      case 'recordDirect':
        return;
    }
  }

  #receiveRequest(end: End, after: LinkId | null): void {
    this.input(this.other(end), { type: 'linkRequested', at: this.now, after, newLinkId: this.#newLinkId() });
  }

  #startTimer(end: End, effect: SessionEffect & { type: 'startRetryTimer' }): void {
    const timer = (end.timer += 1);
    const delayMs = this.#policy(effect.attempt, effect.elapsedMs, effect.cause);
    this.#later(end, delayMs === 'stop' ? 0 : delayMs, () => {
      if (timer !== end.timer) return;
      const due = { type: 'retryDue', at: this.now, newLinkId: this.#newLinkId() } as const;
      this.input(end, delayMs === 'stop' ? { type: 'retriesExhausted' } : due);
    });
  }

  #openPeer(end: End, { linkId: id, initiates, plan }: SessionEffect & { type: 'openLink' }): void {
    const isLive = end.session.state === 'open' && end.session.stage === 'live';
    const isSending = isLive && plan.purpose === 'main';
    end.peers.set(id, createPeer(plan, isSending, this.now));
    this.#later(end, iceServersMs, () => {
      if (!end.peers.has(id)) return;
      if (!end.isOnline) return this.#noticeOffline(end);
      if (isRelayOnly(plan) && !this.#hasRelay) return this.#fail(end, id, 'noCandidates');
      if (initiates) return this.#post(end, id, () => this.#receiveOffer(this.other(end), id, plan));
      this.#receiveSignals(end, id);
      this.#post(end, id, () => this.#receiveAnswer(this.other(end), id));
    });
  }

  #fail(end: End, id: LinkId, cause: LinkCause): void {
    this.input(end, { type: 'failed', at: this.now, linkId: id, cause });
  }

  #startSending(end: End, id: LinkId): void {
    const peer = end.peers.get(id);
    if (peer !== undefined) peer.isSending = true;
  }

  #announceSwitch(end: End, id: LinkId): void {
    const other = this.other(end);
    this.#later(other, networkMs, () => {
      if (this.#passesTo(other, id)) this.input(other, { type: 'peerSwitched', at: this.now, linkId: id });
    });
  }

  #receiveOffer(end: End, id: LinkId, plan: LinkPlan): void {
    this.input(end, { type: 'offered', at: this.now, linkId: id, plan });
  }

  #receiveAnswer(end: End, id: LinkId): void {
    this.input(end, { type: 'signaled', at: this.now, linkId: id });
    this.#receiveSignals(end, id);
  }

  #receiveSignals(end: End, id: LinkId): void {
    const peer = end.peers.get(id);
    if (peer === undefined) return;
    peer.hasSignals = true;
    this.#later(end, connectingMs, () => this.#connect(id));
  }

  #connect(id: LinkId): void {
    const pairs = [this.caller, this.callee].map((end) => ({ end, peer: end.peers.get(id) }));
    const passes = pairs.every(({ end }) => this.#passesTo(end, id));
    if (!passes || !pairs.every(({ peer }) => peer?.hasSignals === true)) return;
    const route = this.#routeOf(id);
    for (const { end, peer } of pairs) {
      if (peer === undefined || peer.connectedAt !== undefined) continue;
      peer.connectedAt = this.now;
      peer.route = route;
      this.input(end, { type: 'connected', at: this.now, linkId: id });
    }
  }

  /** Sends an envelope. The server reports that the other device is away, which ends the link that needed it. */
  #post(end: End, neededBy: LinkId | undefined, deliver: () => void): void {
    const other = this.other(end);
    const page = other.page;
    if (!end.isOnline) return this.#noticeOffline(end);
    this.#clock.after(serverMs, () => {
      if (!other.isOnline)
        this.#later(end, serverMs, () => {
          if (neededBy !== undefined) this.#fail(end, neededBy, 'connectTimeout');
        });
      else if (page === other.page) this.#later(other, 0, deliver);
    });
  }

  /** The loss is noticed a little later; signaling may have been restored in between. */
  #noticeOffline(end: End): void {
    const { restorations } = end;
    this.#later(end, 5, () => {
      if (restorations === end.restorations) this.input(end, { type: 'signalingLost' });
      else this.#retrySignaling(end);
    });
  }

  #closePeer(end: End, id: LinkId): void {
    if (!end.peers.delete(id)) return;
    const other = this.other(end);
    this.#later(other, networkMs, () => {
      const isNoticed = other.peers.get(id)?.connectedAt !== undefined && this.#passesTo(other, id);
      if (isNoticed) this.#fail(other, id, 'peerClosed');
    });
  }

  #passesTo(end: End, id: LinkId): boolean {
    if (this.broken.has(`${id} ${end.role}`) || !isOpen(this.passing, end)) return false;
    return this.#routeOf(id) === 'relay' || isOpen(this.direct, end);
  }

  /** With all candidates, ICE takes a relay where direct routes are blocked as it connects. */
  #routeOf(id: LinkId): Route['path'] {
    const peer = this.caller.peers.get(id) ?? this.callee.peers.get(id);
    if (peer === undefined) return 'direct';
    if (peer.route !== undefined || peer.plan.candidates === 'direct') return peer.route ?? 'direct';
    return isRelayOnly(peer.plan) || (this.#hasRelay && this.direct !== 'both') ? 'relay' : 'direct';
  }

  #poll(end: End, page: number): void {
    if (page !== end.page) return;
    const samples = [...end.peers]
      .map(([id, peer]) => this.#sample(end, id, peer))
      .filter(({ linkId: id }) => !this.uncounted.has(`${id} ${end.role}`));
    this.input(end, { type: 'statsPolled', at: this.now, samples, newLinkId: this.#newLinkId() });
    this.#later(end, pollMs, () => this.#poll(end, page));
  }

  #sample(end: End, id: LinkId, peer: FakePeer): StatsSample {
    const far = this.other(end).peers.get(id);
    const isThere = far?.connectedAt !== undefined && this.#passesTo(end, id);
    if (isThere) peer.checkedAt = this.now;
    const isHeard = !this.deaf.has(`${id} ${end.role}`);
    if (peer.connectedAt !== undefined && isThere && isHeard && far.isSending) peer.packets += 1;
    return sampleOf(id, peer, this.#routeOf(id), this.now);
  }
}

function isOpen(passing: Passing, end: End): boolean {
  return passing === 'both' || passing === (end.role === 'caller' ? 'toCaller' : 'toCallee');
}

/** Two strangers, for whom it rings since a time: their link over the relay is ready, and no address is told yet. */
export function ringingStrangers(ringsForMs: number): TwoSessions {
  const sessions = new TwoSessions({
    random: createSeededRandom(1).fraction,
    hasRelay: true,
    rules: { relays: 'untilAnswer' },
  });
  sessions.load(sessions.caller, 'warm');
  sessions.load(sessions.callee, 'warm');
  sessions.advance(ringsForMs);
  return sessions;
}
