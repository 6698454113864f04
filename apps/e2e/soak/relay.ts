// `npm run soak:relay [minutes]`: holds a browser's relayed calls past every lifetime of RFC 8656, and prints the
// received media.
import { chromium } from '@playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { chromiumFlags, findBrowser } from '@ringback/tooling';
import { iceServer } from '../support/relay/credentials.ts';
import {
  connectThroughRelay,
  countRelayed,
  hangUpRelayed,
  openEmptyPage,
} from '../support/relay/pagePair.ts';
import { startRelayProgram } from '../support/relay/program.ts';

const minutes = Number(process.argv[2] ?? 16);
const secret = 'a-secret-of-soaks';
const relay = await startRelayProgram(secret);
const executablePath = findBrowser(process.env);
const browser = await chromium.launch({
  args: chromiumFlags(),
  ...(typeof executablePath === 'string' ? { executablePath } : {}),
});
const transports = ['udp', 'tcp'] as const;
const pages = await Promise.all(
  transports.map(async (transport) => {
    const page = await browser.newPage();
    await openEmptyPage(page);
    // Expires early in the soak: a call outlives its credentials.
    await connectThroughRelay(page, iceServer(relay.port, transport, secret, 120));
    return { transport, page };
  }),
);

/** Packets and frames at the previous check, of the end that got fewer. */
const before = new Map<string, { audio: number; frames: number }>();
let stalled = 0;
for (let minute = 0.5; minute <= minutes; minute += 0.5) {
  await wait(30_000);
  for (const { transport, page } of pages) {
    const ends = await countRelayed(page);
    const audio = Math.min(...ends.map(({ audioPackets }) => audioPackets));
    const frames = Math.min(...ends.map(({ framesDecoded }) => framesDecoded));
    const last = before.get(transport) ?? { audio: 0, frames: 0 };
    before.set(transport, { audio, frames });
    // Half of what 30 s bring: 50 packets of audio and about 20 frames a second.
    const isStalled = audio - last.audio < 750 || frames - last.frames < 150;
    if (isStalled) stalled += 1;
    const states = ends.map(({ state }) => state).join('/');
    console.log(
      `${minute.toFixed(1).padStart(5)} min ${transport}: ${states}, +${audio - last.audio} audio packets, ` +
        `+${frames - last.frames} frames${isStalled ? ', STALLED' : ''}`,
    );
  }
}
for (const { page } of pages) await hangUpRelayed(page);
await browser.close();
const counters = await relay.stop();
console.log(`${stalled} stalls. The relay: ${JSON.stringify(counters)}`);
process.exitCode = stalled === 0 ? 0 : 1;
