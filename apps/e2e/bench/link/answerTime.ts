import { setTimeout as delay } from 'node:timers/promises';
import { setUpOf, setUpSince, type SetUp } from '../../lab/labCall.ts';
import { median } from '../statistics.ts';
import { warmUp, withBare, withRingback } from './calls.ts';
import type { Stage } from './stage.ts';
import { atMost, line, quotient, ratio, spread } from './table.ts';

const contenders = ['Ringback', 'classical', 'floor'] as const;
type Contender = (typeof contenders)[number];

/** Long enough for the slowest contender to show a picture. */
const watchedMs = 3_000;

function measure(stage: Stage, contender: Contender): Promise<SetUp> {
  switch (contender) {
    case 'Ringback':
      return withRingback(stage, setUpOf);
    case 'classical':
    case 'floor':
      return withBare(stage, contender, async (acceptedAt) => {
        await delay(watchedMs);
        return setUpSince(stage.bare.caller, acceptedAt);
      });
  }
}

/** The time from the press of "Accept" to the first audio and the first picture at the caller, interleaved. */
export async function benchAnswering(stage: Stage, rounds: number): Promise<void> {
  console.log(
    `\nAnswer to first sound and first picture at the caller, 80 ms there and back, ${rounds} rounds`,
  );
  await stage.lab.heal();
  await stage.lab.internet.set({ delayMs: 40 });
  await warmUp(stage);
  const results: Record<Contender, SetUp[]> = { Ringback: [], classical: [], floor: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) results[contender].push(await measure(stage, contender));
    const texts = contenders.map((contender) => setUpText(contender, results[contender].at(-1)));
    console.log(`  round ${round}: ${texts.join('; ')}`);
  }
  report(results);
}

function setUpText(contender: Contender, setUp: SetUp | undefined): string {
  return `${contender} ${setUp?.audioMs.toFixed(0)} / ${setUp?.videoMs.toFixed(0)} ms`;
}

function report(results: Readonly<Record<Contender, readonly SetUp[]>>): void {
  const audio = (contender: Contender) => results[contender].map(({ audioMs }) => audioMs);
  const video = (contender: Contender) => results[contender].map(({ videoMs }) => videoMs);
  line('median (least–most), ms', ['first sound', 'first picture']);
  for (const contender of contenders) line(contender, [spread(audio(contender)), spread(video(contender))]);
  line('Ringback / classical', [
    ratio(audio('Ringback'), audio('classical'), 0.2),
    ratio(video('Ringback'), video('classical'), 0.4),
  ]);
  line('Ringback / floor', [
    ratio(audio('Ringback'), audio('floor'), 1.2),
    quotient(video('Ringback'), video('floor')).toFixed(2),
  ]);
  line('Ringback, first picture', ['', atMost(median(video('Ringback')), 'ms', 1_200)]);
}
