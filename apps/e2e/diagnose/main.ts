// `npm run diagnose`: injects faults into real calls of two browsers, and prints what each side was told, whether that was
// right, and how long it took.
//   -- --only camera      only faults whose name contains this
//   -- --healthy 20       so many seconds of a healthy call, in which nothing may be told; 60 by default
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, expect, type Browser } from '@playwright/test';
import { chromiumFlags, ensureWebBuild, findHeadlessShell } from '@ringback/tooling';
import { startRingback } from '../bench/program.ts';
import { personIn, type Person } from '../support/person.ts';
import { installSources, installSystemMute, isRight, pageFaults, type Fault, type Pair } from './faults.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, healthy: { type: 'string', default: '60' } },
});

/** A call is young for a while: pictures grow, and a standby is made. */
const settledMs = 10_000;
/** Longer than a fault may take to be told, to see late ones too. */
const patienceMs = 15_000;
const pollMs = 100;

interface Told {
  readonly words: string | null;
  readonly afterMs: number;
}

async function signIn(browser: Browser, url: string, name: string): Promise<Person> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  await context.addInitScript(installSources);
  await context.addInitScript(installSystemMute);
  const page = await context.newPage();
  await page.goto(`${url}/?as=${encodeURIComponent(name)}`);
  const person = personIn(page, name);
  await expect(person.navigation.main).toBeVisible();
  return person;
}

async function talk(browser: Browser, url: string): Promise<Pair> {
  const [faulty, other] = [await signIn(browser, url, 'Ada'), await signIn(browser, url, 'Grace')];
  await faulty.place('video', other);
  await other.incomingFrom(faulty, 'video').accept.click();
  for (const [one, peer] of [
    [faulty, other],
    [other, faulty],
  ] as const)
    await expect(one.callWith(peer).region).toHaveAttribute('data-phase', 'active');
  await delay(settledMs);
  return { faulty, other };
}

/** What a person is told about the quality now, or about the call. */
async function toldTo(person: Person, peer: Person, where: Fault['in']): Promise<string | null> {
  if (person.page.isClosed()) return null;
  const { status, quality } = person.callWith(peer);
  const line = where === 'status' ? status : quality;
  return (await line.count()) === 0 ? null : await line.textContent();
}

/** Waits until a person is told what they should be, and returns what they were told last. */
async function waitUntilTold(
  [person, peer]: readonly [Person, Person],
  wanted: string | null,
  where: Fault['in'],
): Promise<Told> {
  const since = performance.now();
  let words: string | null = null;
  while (performance.now() - since < patienceMs) {
    words = await toldTo(person, peer, where);
    if (wanted !== null && isRight(wanted, words)) break;
    if (wanted === null && (words !== null || performance.now() - since > patienceMs / 2)) break;
    await delay(pollMs);
  }
  return { words, afterMs: performance.now() - since };
}

function print(fault: string, side: string, wanted: string | null, { words, afterMs }: Told): boolean {
  const right = isRight(wanted, words);
  const time = words === null ? '' : `${(afterMs / 1000).toFixed(1)} s`;
  console.log(
    [fault.padEnd(32), side.padEnd(6), right ? 'right' : 'WRONG', time.padStart(7), words ?? '–'].join('  '),
  );
  return right;
}

async function diagnose(browser: Browser, url: string, fault: Fault): Promise<number> {
  const pair = await talk(browser, url);
  const { faulty, other } = pair;
  try {
    const wanted = fault.told(pair);
    await fault.inject(pair);
    const [mine, theirs] = await Promise.all([
      waitUntilTold([faulty, other], wanted.faulty, fault.in),
      waitUntilTold([other, faulty], wanted.other, fault.in),
    ]);
    const results = [
      print(fault.name, 'faulty', wanted.faulty, mine),
      print('', 'other', wanted.other, theirs),
    ];
    return results.filter((isFine) => !isFine).length;
  } finally {
    await Promise.all([faulty, other].map(({ page }) => page.context().close()));
  }
}

/** Watches a healthy call; anything that is told in it is wrong. */
async function watchHealthy(browser: Browser, url: string, seconds: number): Promise<number> {
  const { faulty, other } = await talk(browser, url);
  const seen = new Set<string>();
  const since = performance.now();
  while (performance.now() - since < seconds * 1_000) {
    for (const [one, peer] of [
      [faulty, other],
      [other, faulty],
    ] as const) {
      const words = await toldTo(one, peer, undefined);
      if (words !== null) seen.add(words);
      const grade = await one.callWith(peer).qualityMeter.getAttribute('aria-valuetext');
      if (grade !== 'good') seen.add(`the meter: ${grade}`);
    }
    await delay(pollMs);
  }
  const words = seen.size === 0 ? null : [...seen].join(' | ');
  const isFine = print(`healthy for ${seconds} s`, 'both', null, { words, afterMs: 0 });
  await Promise.all([faulty, other].map(({ page }) => page.context().close()));
  return isFine ? 0 : 1;
}

async function main(): Promise<void> {
  await ensureWebBuild();
  const executablePath = findHeadlessShell(process.env);
  const args = chromiumFlags();
  const browser = await chromium.launch({ args, ...(executablePath !== null && { executablePath }) });
  const server = await startRingback();
  let wrong = 0;
  try {
    const healthySeconds = Number(options.healthy);
    if (healthySeconds > 0) wrong += await watchHealthy(browser, server.url, healthySeconds);
    for (const fault of pageFaults.filter(({ name }) => name.includes(options.only)))
      wrong += await diagnose(browser, server.url, fault);
  } finally {
    await browser.close();
    await server.stop();
  }
  console.log(wrong === 0 ? 'All were told what is right.' : `${wrong} were told something else.`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

await main();
