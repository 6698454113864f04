import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { Page as FirefoxPage } from 'puppeteer-core';
import type { Cut } from '../../lab/cuts.ts';
import { gapsIn, type Ends, type Gaps, type ReadArrivals } from '../../lab/labCall.ts';
import { arrivals } from '../../lab/timeline.ts';
import { median } from '../statistics.ts';
import { warmUp, withBare, withFirefox, withRingback } from './calls.ts';
import type { Stage } from './stage.ts';
import { atMost, line, quotient, ratio, spread } from './table.ts';

/** One way for a path to break during a call. */
interface Breakage {
  readonly name: string;
  readonly nat: 'cone' | 'symmetric';
  readonly cut: (stage: Stage) => Cut;
  readonly wanted: { readonly audioMs: number; readonly videoMs: number };
}

const direct = { audioMs: 600, videoMs: 900 };
const relayed = { audioMs: 800, videoMs: 1_200 };

export const breakages = {
  'cut-both': {
    name: 'direct path cut, both directions',
    nat: 'cone',
    cut: ({ lab }) => ({ what: 'everything', with: lab.homes.grace.address }),
    wanted: direct,
  },
  'cut-one': {
    name: 'direct path cut, only from the caller to the callee',
    nat: 'cone',
    cut: ({ lab }) => ({ what: 'everything', with: lab.homes.grace.address, direction: 'out' }),
    wanted: direct,
  },
  'cut-relayed': {
    name: "relayed over UDP, the caller's UDP cut",
    nat: 'symmetric',
    cut: () => ({ what: 'udp' }),
    wanted: relayed,
  },
} as const satisfies Readonly<Record<string, Breakage>>;

/** `with Firefox`: Ringback, the callee in Firefox. `warm standby`: a bare page that does what Ringback does. `Chromium`: a bare page that leaves it to the browser. */
const contenders = ['Ringback', 'with Firefox', 'warm standby', 'Chromium'] as const;
type Contender = (typeof contenders)[number];

/** Until the call has settled: the direct path won, a standby is up, and pictures have their full size. */
const settledMs = 5_000;
/** Longer than either contender takes to recover. */
const recoveredAfterMs: Readonly<Record<Contender, number>> = {
  Ringback: 4_000,
  'with Firefox': 4_000,
  'warm standby': 4_000,
  Chromium: 10_000,
};

async function measure(stage: Stage, contender: Contender, breakage: Breakage): Promise<Ends<Gaps>> {
  const { people, fox } = stage;
  const bare = { caller: arrivalsAt(stage.bare.caller), callee: arrivalsAt(stage.bare.callee) };
  switch (contender) {
    case 'Ringback': {
      const ends = { caller: arrivalsAt(people.caller.page), callee: arrivalsAt(people.callee.page) };
      return withRingback(stage, () => breakPath(stage, breakage, ends, recoveredAfterMs.Ringback));
    }
    case 'with Firefox': {
      const ends = { caller: arrivalsAt(people.caller.page), callee: arrivalsInFirefox(fox.page) };
      return withFirefox(stage, () => breakPath(stage, breakage, ends, recoveredAfterMs['with Firefox']));
    }
    case 'warm standby':
      return withBare(stage, 'standby', () =>
        breakPath(stage, breakage, bare, recoveredAfterMs['warm standby']),
      );
    case 'Chromium':
      return withBare(stage, 'classical', () => breakPath(stage, breakage, bare, recoveredAfterMs.Chromium));
  }
}

function arrivalsAt(page: Page): ReadArrivals {
  return (sinceMs) => arrivals(page, sinceMs);
}

function arrivalsInFirefox(page: FirefoxPage): ReadArrivals {
  return (sinceMs) => page.evaluate((since) => window.readArrivals?.(since) ?? [], sinceMs);
}

async function breakPath(
  stage: Stage,
  breakage: Breakage,
  { caller, callee }: Ends<ReadArrivals>,
  waitMs: number,
): Promise<Ends<Gaps>> {
  await delay(settledMs);
  const cutAt = Date.now();
  await stage.lab.homes.ada.cut(breakage.cut(stage));
  await delay(waitMs);
  const gaps = { caller: await gapsIn(caller, cutAt), callee: await gapsIn(callee, cutAt) };
  await stage.lab.homes.ada.cut();
  return gaps;
}

/** How long audio and video are missing after a link breaks, compared with the browser's own recovery. */
export async function benchBreaking(stage: Stage, breakage: Breakage, rounds: number): Promise<void> {
  console.log(`\n${breakage.name}: what is missing, ${rounds} rounds, 80 ms there and back`);
  await stage.lab.heal();
  await stage.lab.internet.set({ delayMs: 40 });
  for (const home of Object.values(stage.lab.homes)) await home.translate(breakage.nat);
  await warmUp(stage);
  const results: Record<Contender, Ends<Gaps>[]> = {
    Ringback: [],
    'with Firefox': [],
    'warm standby': [],
    Chromium: [],
  };
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const gaps = await measure(stage, contender, breakage);
      results[contender].push(gaps);
      console.log(`  round ${round}: ${contender.padEnd(12)} ${gapsText(gaps)}`);
    }
  }
  report(results, breakage);
}

function gapsText({ caller, callee }: Ends<Gaps>): string {
  const ofEnd = ({ audioMs, videoMs }: Gaps): string => `${audioMs.toFixed(0)} / ${videoMs.toFixed(0)} ms`;
  return `caller ${ofEnd(caller)}, callee ${ofEnd(callee)}`;
}

function report(results: Readonly<Record<Contender, readonly Ends<Gaps>[]>>, { wanted }: Breakage): void {
  line('median (least–most), ms', ['without sound', 'without pictures']);
  for (const contender of contenders) {
    for (const end of ['caller', 'callee'] as const) {
      const gaps = results[contender].map((both) => both[end]);
      line(`${contender}, at the ${end}`, [
        spread(gaps.map(({ audioMs }) => audioMs)),
        spread(gaps.map(({ videoMs }) => videoMs)),
      ]);
    }
  }
  line('Ringback, at the worse end', [
    atMost(median(worse(results.Ringback, 'audioMs')), 'ms', wanted.audioMs),
    atMost(median(worse(results.Ringback, 'videoMs')), 'ms', wanted.videoMs),
  ]);
  line('Ringback / warm standby, at the worse end', [
    ratio(worse(results.Ringback, 'audioMs'), worse(results['warm standby'], 'audioMs'), 1.5),
    quotient(worse(results.Ringback, 'videoMs'), worse(results['warm standby'], 'videoMs')).toFixed(2),
  ]);
}

/** The longer gap of each round, at whichever end. */
function worse(rounds: readonly Ends<Gaps>[], kind: 'audioMs' | 'videoMs'): readonly number[] {
  return rounds.map(({ caller, callee }) => Math.max(caller[kind], callee[kind]));
}
