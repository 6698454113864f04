import type { LinkCause, Role } from '../call/call.ts';
import type { LinkId } from '../wire/ids.ts';
import { linkId } from '../call/world.testing.ts';
import type { Sample } from './link.ts';
import type { Path, PathEffect, PathInput, PathStep } from './path.ts';
import { openPath, pathTransition } from './pathTransition.ts';
import { createRetryPolicy } from './retryPolicy.ts';

/** What passes between two devices: `both` ways, one way only, or nothing. */
export type Passing = 'both' | 'toCaller' | 'toCallee' | 'none';

/** Round figures of an ordinary connection, in ms. */
const boxMs = 40;
const serversMs = 20;
const connectingMs = 80;
const closeMs = 30;
const lookMs = { up: 250, else: 50 } as const;

/** A link's peer at one end, as far as a machine can tell. */
interface FakePeer {
  readonly openedAt: number;
  /** Whether this end has what it needs of the other's signals. */
  hasAll: boolean;
  connectedAt: number | undefined;
  media: number;
}

/** One page: its path, its peers, and what it was told. */
export class End {
  readonly role: Role;
  path: Path = { state: 'closed' };
  isOnline = true;
  readonly peers = new Map<LinkId, FakePeer>();
  told: string[] = [];
  /** Counts pages and retry timers, so that what was meant for an older one is dropped. */
  page = 0;
  timer = 0;
  /** How often the server came back; tells what was lost before from what is lost now. */
  returns = 0;

  constructor(role: Role) {
    this.role = role;
  }

  get carrying(): LinkId | undefined {
    return this.path.state === 'open' && this.path.told.state === 'up' ? this.path.told.linkId : undefined;
  }
}

/** Two ends of a call's path on simulated networks, a simulated server between them, and a clock that jumps. */
export class TwoPaths {
  readonly caller = new End('caller');
  readonly callee = new End('callee');
  passing: Passing = 'both';
  /** Links that are broken for good, in one direction. */
  readonly broken = new Set<`${LinkId} ${Role}`>();
  now = 0;
  #due: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  #order = 0;
  #ids = 0;
  readonly #policy: ReturnType<typeof createRetryPolicy>;

  constructor(random: () => number) {
    this.#policy = createRetryPolicy(random);
  }

  other(end: End): End {
    return end === this.caller ? this.callee : this.caller;
  }

  /** Loads an end's page, for the first time or anew; the peers of the old one are closed with it. */
  load(end: End): void {
    for (const id of end.peers.keys()) this.#closePeer(end, id);
    end.page += 1;
    end.timer += 1;
    end.told = [];
    this.#execute(end, openPath(end.role, this.now, this.#freshId()));
    this.#look(end, end.page);
  }

  setOnline(end: End, isOnline: boolean): void {
    if (end.isOnline === isOnline) return;
    end.isOnline = isOnline;
    if (!isOnline) return;
    end.returns += 1;
    this.#tryAnew(end);
  }

  #tryAnew(end: End): void {
    this.input(end, { type: 'signalingIsBack', at: this.now, freshId: this.#freshId() });
  }

  advance(byMs: number): void {
    const end = this.now + byMs;
    for (let next = this.#takeDue(end); next !== undefined; next = this.#takeDue(end)) {
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }

  input(end: End, input: PathInput): void {
    this.#execute(end, pathTransition(end.path, input));
  }

  #takeDue(end: number): { readonly at: number; readonly run: () => void } | undefined {
    this.#due.sort((a, b) => a.at - b.at || a.order - b.order);
    return this.#due[0] !== undefined && this.#due[0].at <= end ? this.#due.shift() : undefined;
  }

  #later(delayMs: number, run: () => void): void {
    this.#due.push({ at: this.now + delayMs, order: (this.#order += 1), run });
  }

  /** Runs unless the page was loaded anew meanwhile. */
  #laterAt(end: End, delayMs: number, run: () => void): void {
    const { page } = end;
    this.#later(delayMs, () => page === end.page && run());
  }

  #freshId(): LinkId {
    return linkId((this.#ids += 1));
  }

  #execute(end: End, { path, effects }: PathStep): void {
    end.path = path;
    for (const effect of effects) this.#act(end, effect);
  }

  #act(end: End, effect: PathEffect): void {
    switch (effect.type) {
      case 'openLink':
        return this.#openPeer(end, effect.linkId, effect.initiates);
      case 'closeLink':
        return this.#closePeer(end, effect.linkId);
      case 'askForLink':
        return this.#post(end, undefined, () => this.#asked(end, effect.after));
      case 'startRetryTimer':
        return this.#startTimer(end, effect);
      case 'stopRetryTimer':
        end.timer += 1;
        return;
      case 'showMedia':
        end.told.push('media');
        return;
      case 'tellUp':
        end.told.push('up');
        return;
      case 'tellDown':
        end.told.push(`down: ${effect.cause}`);
    }
  }

  #asked(end: End, after: LinkId | null): void {
    this.input(this.other(end), { type: 'wanted', at: this.now, after, freshId: this.#freshId() });
  }

  #startTimer(end: End, effect: PathEffect & { type: 'startRetryTimer' }): void {
    const timer = (end.timer += 1);
    const delayMs = this.#policy(effect.attempt, effect.elapsedMs, effect.cause);
    this.#laterAt(end, delayMs === 'stop' ? 0 : delayMs, () => {
      if (timer !== end.timer) return;
      const due = { type: 'retryDue', at: this.now, freshId: this.#freshId() } as const;
      this.input(end, delayMs === 'stop' ? { type: 'gaveUp' } : due);
    });
  }

  #openPeer(end: End, id: LinkId, initiates: boolean): void {
    end.peers.set(id, { openedAt: this.now, hasAll: false, connectedAt: undefined, media: 0 });
    this.#laterAt(end, serversMs, () => {
      if (!end.peers.has(id)) return;
      if (!end.isOnline) return this.#lostAt(end);
      if (initiates) return this.#post(end, id, () => this.#offered(this.other(end), id));
      this.#has(end, id);
      this.#post(end, id, () => this.#answered(this.other(end), id));
    });
  }

  #offered(end: End, id: LinkId): void {
    this.input(end, { type: 'offered', at: this.now, linkId: id });
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
    if (this.passing !== 'both' || !pairs.every(({ peer }) => peer?.hasAll === true)) return;
    for (const { end, peer } of pairs) {
      if (peer === undefined || peer.connectedAt !== undefined) continue;
      peer.connectedAt = this.now;
      this.input(end, { type: 'connected', at: this.now, linkId: id });
    }
  }

  /** Sends a box; a server that does not find the other device says so, and a decisive box is the end of its link. */
  #post(end: End, decisiveFor: LinkId | undefined, deliver: () => void): void {
    const other = this.other(end);
    const page = other.page;
    const fail = (cause: LinkCause): void => {
      if (decisiveFor !== undefined)
        this.input(end, { type: 'failed', at: this.now, linkId: decisiveFor, cause });
    };
    if (!end.isOnline) return this.#lostAt(end);
    this.#later(boxMs, () => {
      if (!other.isOnline) this.#laterAt(end, boxMs, () => fail('connectTimeout'));
      else if (page === other.page) deliver();
    });
  }

  /** The loss is known a little later; if the server came back in between, nobody will say so again. */
  #lostAt(end: End): void {
    const { returns } = end;
    this.#laterAt(end, 5, () => {
      if (returns === end.returns) this.input(end, { type: 'signalingLost' });
      else this.#tryAnew(end);
    });
  }

  #closePeer(end: End, id: LinkId): void {
    if (!end.peers.delete(id)) return;
    const other = this.other(end);
    this.#laterAt(other, closeMs, () => {
      const isHeard = other.peers.get(id)?.connectedAt !== undefined && this.#passesTo(other, id);
      if (isHeard) this.input(other, { type: 'failed', at: this.now, linkId: id, cause: 'peerClosed' });
    });
  }

  #passesTo(end: End, id: LinkId): boolean {
    const passes =
      this.passing === 'both' || this.passing === (end.role === 'caller' ? 'toCaller' : 'toCallee');
    return passes && !this.broken.has(`${id} ${end.role}`);
  }

  #look(end: End, page: number): void {
    if (page !== end.page) return;
    const samples = [...end.peers].map(([id, peer]) => this.#sample(end, id, peer));
    this.input(end, { type: 'looked', at: this.now, samples });
    this.#later(end.carrying === undefined ? lookMs.else : lookMs.up, () => this.#look(end, page));
  }

  #sample(end: End, id: LinkId, peer: FakePeer): Sample {
    const isSent = this.other(end).peers.get(id)?.connectedAt !== undefined;
    if (peer.connectedAt !== undefined && isSent && this.#passesTo(end, id)) peer.media += 1;
    const candidates = { localCandidates: 1, remoteCandidates: 1 };
    return {
      linkId: id,
      media: peer.media,
      pulses: 0,
      route: { path: 'direct', transport: 'udp' },
      ...candidates,
    };
  }
}
