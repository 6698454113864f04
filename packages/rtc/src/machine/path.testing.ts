import { type Role, type LinkId } from '@ringback/protocol';
import { linkId } from './ids.testing.ts';
import { noHitch } from './hitch.ts';
import type { Carrying, Link, Sample } from './link.ts';
import type { Mending, OpenPath, PathInput, PathStep, Told } from './path.ts';
import { type LinkPlan, plainPlan } from './plan.ts';

/** Paths and links as tests of the path machine need them, at one moment. */
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
    plan: plainPlan,
    openedAt: 1_000,
    state: 'carrying',
    since: 2_000,
    route,
    media: 10,
    pulses: 0,
    lastAt,
    emptyLooks: 2,
    last: 'media',
    hitch: noHitch,
    losses: { since: lastAt, media: 10, lost: 0 },
    couldBeDirect: true,
    has: { audio: true, video: true },
    ...more,
  };
}

export function silent(id: LinkId, restart: 'untried' | 'tried' = 'untried'): Link {
  const { since: _, ...link } = carrying(id, 45_000);
  return { ...link, state: 'silent', restart };
}

export function offered(id: LinkId, openedAt = at, plan = plainPlan): Link {
  return { id, plan, openedAt, state: 'offered' };
}

export function connecting(id: LinkId, openedAt = at, plan = plainPlan): Link {
  return { id, plan, openedAt, state: 'connecting' };
}

export function ready(id: LinkId, plan = plainPlan): Link {
  return { id, plan, openedAt: 1_000, state: 'ready', readyAt: at, patienceMs: 3_000, trustedMs: 3_000 };
}

export const up: Told & { state: 'up' } = { state: 'up', linkId: first, route, lastAt: at };

export function upOver(linkId: LinkId): Told {
  return { state: 'up', linkId, route, lastAt: at };
}

export function mending(waitsFor: 'link' | 'timer' | 'server', attempts = 1): Mending {
  return { state: 'mending', since: 40_000, attempts, waitsFor, cause: 'silent' };
}

export function path(role: Role, links: readonly Link[], more: Partial<OpenPath> = {}): OpenPath {
  return {
    state: 'open',
    role,
    stage: 'live',
    rules: { relays: 'no' },
    relays: 'unknown',
    links,
    past: [],
    told: up,
    mending: { state: 'rest' },
    shown: first,
    movedAt: null,
    faulty: [],
    expected: { audio: true, video: false, since: 0 },
    spares: { standby: never, direct: never },
    ...more,
  };
}

/** Nothing carries, and what is done about it. */
export function broken(role: Role, waitsFor: 'link' | 'timer' | 'server', links: readonly Link[]): OpenPath {
  return path(role, links, {
    told: { state: 'down', cause: 'silent', lastAt: 45_000 },
    mending: mending(waitsFor),
  });
}

function nameOf(id: LinkId): string {
  return id === fresh ? 'fresh' : String(Number(id.slice(-4)));
}

export function words({ effects }: PathStep): string[] {
  return effects.map((effect) => {
    switch (effect.type) {
      case 'tellDown':
        return `tellDown ${effect.cause}`;
      case 'startRetryTimer':
        return `startRetryTimer ${effect.attempt}`;
      case 'openLink':
      case 'closeLink':
      case 'showMedia':
      case 'sendOver':
      case 'tellMoved':
      case 'restartIce':
      case 'askForRestart':
        return `${effect.type} ${nameOf(effect.linkId)}`;
      case 'tellUp':
        return `tellUp ${nameOf(effect.linkId)}${effect.gap === undefined ? '' : ` after ${effect.gap.ms}, ${effect.gap.cause}`}`;
      case 'noteDirect':
        return `noteDirect ${effect.worked}`;
      case 'askForLink':
      case 'stopRetryTimer':
        return effect.type;
    }
  });
}

export const look: PathInput & { type: 'looked' } = { type: 'looked', at, samples: [], freshId: fresh };
export const want = (after: LinkId | null): PathInput => ({ type: 'wanted', at, after, freshId: fresh });
export const fail = (id: LinkId, cause: 'iceFailed' | 'peerClosed' | 'connectTimeout'): PathInput => ({
  type: 'failed',
  at,
  linkId: id,
  cause,
});

export function received(id: LinkId, media: number, via: Sample['route'] = route): Sample {
  return {
    linkId: id,
    media,
    audio: media,
    lost: 0,
    frames: media,
    pulses: 0,
    route: via,
    couldBeDirect: true,
    localCandidates: 1,
    remoteCandidates: 1,
    isLost: false,
  };
}
