import { createFakeClock } from '@ringback/testkit';
import { type LinkCause, type Role, type Route, type LinkId } from '@ringback/protocol';
import { linkId } from './ids.testing.ts';
import type { StatsSample } from './link.ts';
import type { SessionEffect, SessionInput, SessionStep } from './sessionState.ts';
import { End, fakePeer, sampleOf, type FakePeer } from './sessionEnd.testing.ts';
import { openSession, transition } from './mediaSession.ts';
import { isRelayOnly, type LinkPlan, type LinkRules, type MediaSessionStage } from './link.ts';
import { createRetryPolicy } from './recovery.ts';

/** What passes between two devices: `both` ways, one way only, or nothing. */
export type Passing = 'both' | 'toCaller' | 'toCallee' | 'none';

/** Round figures of an ordinary connection, in ms. */
const serverMs = 40;
const iceServersMs = 20;
const connectingMs = 80;
const networkMs = 30;
const pollMs = { up: 50, else: 50 } as const;

/** How two ends find each other. */
export interface Surroundings {
  readonly random: () => number;
  readonly hasRelay?: boolean;
  readonly rules?: LinkRules;
}

/** Two ends of a call's path on simulated networks, a simulated server between them, and a clock that jumps. */
export class TwoSessions {
  readonly caller = new End('caller');
  readonly callee = new End('callee');
  /** What passes, whatever the way. */
  passing: Passing = 'both';
  /** What passes directly. */
  direct: Passing = 'both';
  /** Links that are broken for good, in one direction. */
  readonly broken = new Set<`${LinkId} ${Role}`>();
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

  /** Loads an end's page, for the first time or anew; the peers of the old one are closed with it. */
  load(end: End, stage: MediaSessionStage = 'live'): void {
    for (const id of end.peers.keys()) this.#closePeer(end, id);
    end.page += 1;
    end.timer += 1;
    end.events = [];
    this.#execute(end, openSession(end.role, stage, this.#rules, this.now, this.#newLinkId()));
    this.#poll(end, end.page);
  }

  /** Both hear that the call is answered. */
  answer(): void {
    for (const end of [this.callee, this.caller]) {
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

  /** A busy machine lets a page wait. */
  stall(end: End, forMs: number): void {
    end.stalledUntil = Math.max(end.stalledUntil, this.now + forMs);
  }

  advance(byMs: number): void {
    this.#clock.advance(byMs);
  }

  input(end: End, input: SessionInput): void {
    this.#execute(end, transition(end.session, input));
  }

  /** Runs as soon as the page has time, unless it was loaded anew meanwhile. */
  #laterAt(end: End, delayMs: number, run: () => void): void {
    const { page } = end;
    this.#clock.after(delayMs, () => {
      if (page !== end.page) return;
      if (end.stalledUntil > this.now) this.#laterAt(end, end.stalledUntil - this.now, run);
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
        return this.#post(end, undefined, () => this.#linkRequested(end, effect.after));
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

  #linkRequested(end: End, after: LinkId | null): void {
    this.input(this.other(end), { type: 'linkRequested', at: this.now, after, newLinkId: this.#newLinkId() });
  }

  #startTimer(end: End, effect: SessionEffect & { type: 'startRetryTimer' }): void {
    const timer = (end.timer += 1);
    const delayMs = this.#policy(effect.attempt, effect.elapsedMs, effect.cause);
    this.#laterAt(end, delayMs === 'stop' ? 0 : delayMs, () => {
      if (timer !== end.timer) return;
      const due = { type: 'retryDue', at: this.now, newLinkId: this.#newLinkId() } as const;
      this.input(end, delayMs === 'stop' ? { type: 'retriesExhausted' } : due);
    });
  }

  #openPeer(end: End, { linkId: id, initiates, plan }: SessionEffect & { type: 'openLink' }): void {
    const isLive = end.session.state === 'open' && end.session.stage === 'live';
    const isSending = isLive && plan.purpose === 'main';
    end.peers.set(id, fakePeer(plan, isSending, this.now));
    this.#laterAt(end, iceServersMs, () => {
      if (!end.peers.has(id)) return;
      if (!end.isOnline) return this.#lostAt(end);
      if (isRelayOnly(plan) && !this.#hasRelay) return this.#fail(end, id, 'noCandidates');
      if (initiates) return this.#post(end, id, () => this.#offered(this.other(end), id, plan));
      this.#has(end, id);
      this.#post(end, id, () => this.#answered(this.other(end), id));
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
    this.#laterAt(other, networkMs, () => {
      if (this.#passesTo(other, id)) this.input(other, { type: 'peerSwitched', at: this.now, linkId: id });
    });
  }

  #offered(end: End, id: LinkId, plan: LinkPlan): void {
    this.input(end, { type: 'offered', at: this.now, linkId: id, plan });
  }

  #answered(end: End, id: LinkId): void {
    this.input(end, { type: 'signaled', at: this.now, linkId: id });
    this.#has(end, id);
  }

  #has(end: End, id: LinkId): void {
    const peer = end.peers.get(id);
    if (peer === undefined) return;
    peer.hasAll = true;
    this.#laterAt(end, connectingMs, () => this.#connect(id));
  }

  #connect(id: LinkId): void {
    const pairs = [this.caller, this.callee].map((end) => ({ end, peer: end.peers.get(id) }));
    const passes = pairs.every(({ end }) => this.#passesTo(end, id));
    if (!passes || !pairs.every(({ peer }) => peer?.hasAll === true)) return;
    const route = this.#routeOf(id);
    for (const { end, peer } of pairs) {
      if (peer === undefined || peer.connectedAt !== undefined) continue;
      peer.connectedAt = this.now;
      peer.route = route;
      this.input(end, { type: 'connected', at: this.now, linkId: id });
    }
  }

  /** Sends a box; a server that does not find the other device says so, and a decisive box is the end of its link. */
  #post(end: End, decisiveFor: LinkId | undefined, deliver: () => void): void {
    const other = this.other(end);
    const page = other.page;
    if (!end.isOnline) return this.#lostAt(end);
    this.#clock.after(serverMs, () => {
      if (!other.isOnline)
        this.#laterAt(end, serverMs, () => {
          if (decisiveFor !== undefined) this.#fail(end, decisiveFor, 'connectTimeout');
        });
      else if (page === other.page) this.#laterAt(other, 0, deliver);
    });
  }

  /** The loss is known a little later; if the server came back in between, nobody will say so again. */
  #lostAt(end: End): void {
    const { restorations } = end;
    this.#laterAt(end, 5, () => {
      if (restorations === end.restorations) this.input(end, { type: 'signalingLost' });
      else this.#retrySignaling(end);
    });
  }

  #closePeer(end: End, id: LinkId): void {
    if (!end.peers.delete(id)) return;
    const other = this.other(end);
    this.#laterAt(other, networkMs, () => {
      const isHeard = other.peers.get(id)?.connectedAt !== undefined && this.#passesTo(other, id);
      if (isHeard) this.#fail(other, id, 'peerClosed');
    });
  }

  #passesTo(end: End, id: LinkId): boolean {
    if (this.broken.has(`${id} ${end.role}`) || !isOpen(this.passing, end)) return false;
    return this.#routeOf(id) === 'relay' || isOpen(this.direct, end);
  }

  /** Where any path will do and direct ones are blocked, ICE takes the relay, if there is one when it connects. */
  #routeOf(id: LinkId): Route['path'] {
    const peer = this.caller.peers.get(id) ?? this.callee.peers.get(id);
    if (peer === undefined) return 'direct';
    if (peer.route !== undefined || peer.plan.candidates === 'direct') return peer.route ?? 'direct';
    return isRelayOnly(peer.plan) || (this.#hasRelay && this.direct !== 'both') ? 'relay' : 'direct';
  }

  #poll(end: End, page: number): void {
    if (page !== end.page) return;
    const samples = [...end.peers].map(([id, peer]) => this.#sample(end, id, peer));
    this.input(end, { type: 'statsPolled', at: this.now, samples, newLinkId: this.#newLinkId() });
    this.#laterAt(end, end.carrying === undefined ? pollMs.else : pollMs.up, () => this.#poll(end, page));
  }

  #sample(end: End, id: LinkId, peer: FakePeer): StatsSample {
    const far = this.other(end).peers.get(id);
    const isThere = far?.connectedAt !== undefined && this.#passesTo(end, id);
    if (isThere) peer.checkedAt = this.now;
    if (peer.connectedAt !== undefined && isThere && far.isSending) peer.packets += 1;
    return sampleOf(id, peer, this.#routeOf(id), this.now);
  }
}

function isOpen(passing: Passing, end: End): boolean {
  return passing === 'both' || passing === (end.role === 'caller' ? 'toCaller' : 'toCallee');
}
