import { LinkId, type Role } from '@ringback/protocol';
import * as v from 'valibot';
import { noStalls } from './linkQuality.ts';
import { defaultPlan, type Carrying, type Link, type LinkPlan, type StatsSample } from './link.ts';
import type { Recovery, OpenSession, SessionInput, SessionStep, ReportedState } from './sessionState.ts';

// Sessions, links and inputs for tests of the machine, all at one moment.

/** The nth link of a test. */
export function linkId(n: number): LinkId {
  return v.parse(LinkId, `00000004-0000-4000-8000-${String(n).padStart(12, '0')}`);
}

export const first = linkId(1);
export const second = linkId(2);
export const third = linkId(3);
export const fourth = linkId(4);
export const fresh = linkId(9);
export const at = 50_000;
const route = { path: 'direct', transport: 'udp' } as const;
export const relay = { path: 'relay', transport: 'udp' } as const;

export const never = { failures: 0, notBefore: Infinity };
export const standbyPlan: LinkPlan = { purpose: 'standby', candidates: 'relay' };
export const relayed: LinkPlan = { purpose: 'main', candidates: 'relay' };

export function carrying(id: LinkId, lastAt = at, more: Partial<Carrying> = {}): Carrying {
  return {
    id,
    plan: defaultPlan,
    openedAt: 1_000,
    state: 'carrying',
    since: 2_000,
    route,
    packets: 10,
    heartbeats: 0,
    lastAt,
    emptyPolls: 2,
    lastKind: 'media',
    stalls: noStalls,
    losses: { since: lastAt, packets: 10, lostPackets: 0 },
    couldBeDirect: true,
    received: { audio: true, video: true },
    ...more,
  };
}

export function silent(id: LinkId, restart: 'untried' | 'tried' = 'untried'): Link {
  const { since: _, ...link } = carrying(id, 45_000);
  return { ...link, state: 'silent', restart };
}

export function offered(id: LinkId, openedAt = at, plan = defaultPlan): Link {
  return { id, plan, openedAt, state: 'offered' };
}

export function connecting(id: LinkId, openedAt = at, plan = defaultPlan): Link {
  return { id, plan, openedAt, state: 'connecting' };
}

export function ready(id: LinkId, plan = defaultPlan): Link {
  return { id, plan, openedAt: 1_000, state: 'ready', readyAt: at, timeoutMs: 3_000, trustedMs: 3_000 };
}

export const up: ReportedState & { state: 'up' } = { state: 'up', linkId: first, route, lastAt: at };

export function upOn(linkId: LinkId): ReportedState {
  return { state: 'up', linkId, route, lastAt: at };
}

export function recovering(waitsFor: 'link' | 'timer' | 'server', attempts = 1): Recovery {
  return { state: 'recovering', since: 40_000, attempts, waitsFor, cause: 'silent' };
}

export function session(role: Role, links: readonly Link[], more: Partial<OpenSession> = {}): OpenSession {
  return {
    state: 'open',
    role,
    stage: 'live',
    rules: { relays: 'no' },
    relays: 'unknown',
    links,
    closedLinks: [],
    reported: up,
    recovery: { state: 'idle' },
    renderedLink: first,
    renderedSince: 2_000,
    switchedAt: null,
    incompleteLinks: [],
    expected: { audio: true, video: false, since: 0 },
    backoff: { standby: never, direct: never },
    ...more,
  };
}

/** A session that is recovering, since no link carries. */
export function broken(
  role: Role,
  waitsFor: 'link' | 'timer' | 'server',
  links: readonly Link[],
): OpenSession {
  return session(role, links, {
    reported: { state: 'down', cause: 'silent', lastAt: 45_000 },
    recovery: recovering(waitsFor),
  });
}

function nameOf(id: LinkId): string {
  return id === fresh ? 'fresh' : String(Number(id.slice(-4)));
}

/** The effects of a step, one string each; links by their numbers. */
export function effectNames({ effects }: SessionStep): string[] {
  return effects.map((effect) => {
    switch (effect.type) {
      case 'reportDown':
        return `reportDown ${effect.cause}`;
      case 'startRetryTimer':
        return `startRetryTimer ${effect.attempt}`;
      case 'openLink':
      case 'closeLink':
      case 'renderMedia':
      case 'startSending':
      case 'announceSwitch':
      case 'restartIce':
      case 'requestRestart':
        return `${effect.type} ${nameOf(effect.linkId)}`;
      case 'reportUp':
        return `reportUp ${nameOf(effect.linkId)}${effect.gap === undefined ? '' : ` after ${effect.gap.ms}, ${effect.gap.cause}`}`;
      case 'recordDirect':
        return `recordDirect ${effect.worked}`;
      case 'requestLink':
      case 'stopRetryTimer':
        return effect.type;
    }
  });
}

export const poll: SessionInput & { type: 'statsPolled' } = {
  type: 'statsPolled',
  at,
  samples: [],
  newLinkId: fresh,
};
export const request = (after: LinkId | null): SessionInput => ({
  type: 'linkRequested',
  at,
  after,
  newLinkId: fresh,
});
export const fail = (id: LinkId, cause: 'iceFailed' | 'peerClosed' | 'connectTimeout'): SessionInput => ({
  type: 'failed',
  at,
  linkId: id,
  cause,
});

export function sample(id: LinkId, packets: number, via: StatsSample['route'] = route): StatsSample {
  return {
    linkId: id,
    packets,
    audioPackets: packets,
    lostPackets: 0,
    decodedFrames: packets,
    heartbeats: 0,
    route: via,
    couldBeDirect: true,
    localCandidates: 1,
    remoteCandidates: 1,
    isDisconnected: false,
  };
}
