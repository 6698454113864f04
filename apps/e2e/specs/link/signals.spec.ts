import { expect, test } from '@playwright/test';
import * as v from 'valibot';
import {
  buildPage,
  carriedLink,
  count,
  expectFlow,
  often,
  openPath,
  talk,
  TwoEnds,
  mediaEventNames,
  type Files,
} from './twoEnds.ts';

/** The part of a batch of signals that decides its order. */
const SignalBatch = v.looseObject({
  kind: v.literal('signals'),
  signals: v.array(v.looseObject({ type: v.string() })),
});

let files: Files;
test.beforeAll(async () => {
  files = await buildPage();
});

test('signals delayed by more than a second still make one link', { tag: '@long' }, async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  ends.transport = async (box, deliver) => {
    setTimeout(() => void deliver(box), 1_200);
  };
  await talk(ends);
});

test('candidates that arrive before their offer are kept for it', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  let heldOffer: (() => Promise<void>) | undefined;
  let isOffered = false;
  // Only the candidates that come before the offer arrive, and no request for another link: nothing else can connect.
  ends.transport = async (box, deliver) => {
    const { success, output: batch } = v.safeParse(SignalBatch, JSON.parse(box));
    if (!success) return;
    const deliverOnly = async (type: string): Promise<boolean> => {
      const signals = batch.signals.filter((signal) => signal.type === type);
      if (signals.length > 0) await deliver(JSON.stringify({ ...batch, signals }));
      return signals.length > 0;
    };
    if (batch.signals.some(({ type }) => type === 'offer'))
      heldOffer = async () => void (await deliverOnly('offer'));
    await deliverOnly('answer');
    if (isOffered || !(await deliverOnly('candidate'))) return;
    // Batches overlap, and an offer that came twice would end its link.
    const deliverOffer = heldOffer;
    heldOffer = undefined;
    isOffered = true;
    await deliverOffer?.();
  };
  await openPath(ends, ends.callee, 'audio', 'video');
  await openPath(ends, ends.caller, 'audio', 'video');
  await expectFlow(ends);
  expect(isOffered).toBe(true);
  expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
});

test('signals for a closed link are ignored', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  const ofFirstLink = ends.posted.filter(({ box }) => box.includes('"kind":"signals"'));
  await ends.callee.evaluate(() => window.end.silenceConnections());
  await expect
    .poll(() => mediaEventNames(ends.caller), often)
    .toEqual(['media', 'up', 'down: silent', 'media', 'up']);
  await expectFlow(ends);
  const second = await carriedLink(ends.caller);
  for (const { from, linkId, box } of ofFirstLink)
    await ends.deliver(from === ends.caller ? ends.callee : ends.caller, linkId, box);
  await expectFlow(ends);
  expect(await carriedLink(ends.caller)).toBe(second);
});

const malformed = [
  '',
  'null',
  '{"kind":"signals"}',
  '{"kind":"signals","signals":[{"type":"renegotiate","renegotiate":true}]}',
  '{"kind":"signals","signals":[{"type":"transceiverRequest","transceiverRequest":{"kind":"video"}}]}',
  '{"kind":"signals","signals":[{"type":"candidate","candidate":{"candidate":"nonsense"}}]}',
  '{"kind":"signals","signals":[{"type":"candidate","candidate":{"candidate":"nonsense","sdpMid":"0"}}]}',
  '{"kind":"signals","signals":[{"type":"candidate","candidate":{}}]}',
  '{"kind":"wantLink","after":7}',
  '{"kind":"wantLink"',
  `"${'x'.repeat(70_000)}"`,
];

test('malformed signals are dropped, for known and unknown links', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  const linkId = await carriedLink(ends.caller);
  for (const page of [ends.caller, ends.callee]) {
    for (const box of malformed) {
      await ends.deliver(page, linkId, box);
      await ends.deliver(page, crypto.randomUUID(), box);
    }
  }
  await expectFlow(ends);
  expect(await mediaEventNames(ends.caller)).toEqual(['media', 'up']);
  expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
});

test('an unreadable description ends its link but not the session', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  let spoilt = 0;
  ends.transport = async (box, deliver) => {
    const spoil = box.includes('"type":"offer"') && spoilt === 0;
    if (spoil) spoilt += 1;
    await deliver(spoil ? '{"kind":"signals","signals":[{"type":"offer","sdp":"v=nothing"}]}' : box);
  };
  await talk(ends);
  expect(spoilt).toBe(1);
  expect(await mediaEventNames(ends.callee)).toEqual(['down: setupFailed', 'media', 'up']);
});

test('when the offer is lost the callee asks for another', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  let isLost = false;
  ends.transport = async (box, deliver) => {
    if (!isLost && box.includes('"type":"offer"')) isLost = true;
    else await deliver(box);
  };
  await talk(ends);
});

test('a callee that starts long after the offer still connects', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await openPath(ends, ends.caller, 'audio', 'video');
  await expect.poll(() => ends.posted.length).toBeGreaterThan(1);
  await expect.poll(async () => (await count(ends.caller)).connections, often).toBe(1);
  await openPath(ends, ends.callee, 'audio', 'video');
  await expectFlow(ends);
});
