// `npm run bench:main-thread`: how busy the main threads of both pages are in a call in which both people speak, beside
// another build, such as the one before a change.
//   -- --before /path/to/checkout   built there with `npm run build`; without it, only this build is measured
//   -- --media video                a video call
//   -- --n 3 --seconds 10           so many rounds of each, and so long
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { expect, type Browser, type CDPSession, type Page } from '@playwright/test';
import { ensureWebBuild, repo } from '@ringback/tooling';
import type { Medium } from '../support/callTerms.ts';
import { line, ratio, spread } from './link/table.ts';
import { startCheckout } from './program.ts';
import { launchSpeaking, signIn } from './speakingPeople.ts';

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    media: { type: 'string', default: 'voice' },
    n: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '20' },
  },
});
const medium: Medium = options.media === 'video' ? 'video' : 'voice';
const rounds = Number(options.n);
const seconds = Number(options.seconds);

/** Until the call has its standby, and all parts are loaded. */
const settledMs = 10_000;

/**
 * What Chromium counts for the main thread of a page, in ms for each second. `ThreadTime` is time of the processor, and so
 * steadier than the others where other programs run.
 */
const counters = [
  'TaskDuration',
  'ThreadTime',
  'ScriptDuration',
  'LayoutDuration',
  'RecalcStyleDuration',
] as const;
type Busy = Readonly<Record<(typeof counters)[number], number>>;

/** The most that a build may take of what the one before it took. */
const wanted = 1.1;

async function measureBuild(browser: Browser, root: string): Promise<Busy> {
  const server = await startCheckout(root);
  try {
    const [ada, grace] = [
      await signIn(browser, server.url, 'Ada'),
      await signIn(browser, server.url, 'Grace'),
    ];
    await ada.place(medium, grace);
    await grace.incomingFrom(ada, medium).accept.click();
    await expect(ada.callWith(grace).region).toHaveAttribute('data-phase', 'active');
    await delay(settledMs);
    const busy = await Promise.all([ada, grace].map(({ page }) => measurePage(page)));
    await Promise.all([ada, grace].map(({ page }) => page.context().close()));
    return meanOf(busy);
  } finally {
    await server.stop();
  }
}

async function measurePage(page: Page): Promise<Busy> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const [before, since] = [await read(session), performance.now()];
  await delay(seconds * 1_000);
  const after = await read(session);
  const measuredSeconds = (performance.now() - since) / 1_000;
  return busyOf((counter) => (1_000 * (after[counter] - before[counter])) / measuredSeconds);
}

async function read(session: CDPSession): Promise<Busy> {
  const { metrics } = await session.send('Performance.getMetrics');
  return busyOf((counter) => metrics.find(({ name }) => name === counter)?.value ?? Number.NaN);
}

function meanOf(pages: readonly Busy[]): Busy {
  return busyOf((counter) => pages.reduce((sum, page) => sum + page[counter], 0) / pages.length);
}

function busyOf(valueOf: (counter: keyof Busy) => number): Busy {
  const [task, thread, script, layout, style] = counters;
  return {
    [task]: valueOf(task),
    [thread]: valueOf(thread),
    [script]: valueOf(script),
    [layout]: valueOf(layout),
    [style]: valueOf(style),
  };
}

async function main(): Promise<void> {
  await ensureWebBuild();
  const { browser, close } = await launchSpeaking();
  const roots = options.before === undefined ? [repo] : [options.before, repo];
  const measured = roots.map((): Busy[] => []);
  try {
    // One after the other in each round, because machines drift.
    for (let round = 0; round < rounds; round += 1)
      for (const [index, root] of roots.entries()) measured[index]?.push(await measureBuild(browser, root));
  } finally {
    await close();
  }
  print(measured);
}

function print(measured: readonly (readonly Busy[])[]): void {
  console.log(
    `\nMain thread in a ${medium} call, ms for each second: median (least–most) of ${rounds} rounds`,
  );
  const now = measured.at(-1) ?? [];
  const before = measured.length > 1 ? measured[0] : undefined;
  line('', [...(before === undefined ? [] : ['before']), 'now', ...(before === undefined ? [] : ['ratio'])]);
  for (const counter of counters) {
    const [ours, others] = [now, before].map((runs) => runs?.map((run) => run[counter]));
    if (ours === undefined) continue;
    line(
      counter,
      others === undefined ? [spread(ours)] : [spread(others), spread(ours), ratio(ours, others, wanted)],
    );
  }
}

await main();
