import { fail, LinkId, ok, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Envelope, Signal } from '../machine/peerProtocol.ts';
import { maxSignalsPerEnvelope } from '../machine/policy.ts';
import { createEarlySignals, createSignalBatcher, createSignalingSender } from './signaling.ts';

const first = v.parse(LinkId, '00000000-0000-4000-8000-000000000001');
const second = v.parse(LinkId, '00000000-0000-4000-8000-000000000002');
const offer: Signal = { type: 'offer', sdp: 'v=0' };

function candidate(name = 'candidate:1'): Signal {
  return { type: 'candidate', candidate: { candidate: name, sdpMid: '0' } };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the signaling sender', () => {
  const offering: Envelope = { kind: 'signals', signals: [offer] };
  const candidates: Envelope = { kind: 'signals', signals: [candidate()] };
  const request: Envelope = { kind: 'wantLink', after: null };

  /** A server that answers when the test says so. */
  function createSender() {
    const log: string[] = [];
    let resolveAnswer: (result: Result<unknown>) => void = () => {};
    const sender = createSignalingSender({
      sendEnvelope: () => {
        log.push('sent');
        return new Promise((resolve) => {
          resolveAnswer = resolve;
        });
      },
      watchServer: () => () => log.push('offline'),
      onLinkLost: () => log.push('link lost'),
    });
    const answer = async (result: Result<unknown>): Promise<void> => {
      resolveAnswer(result);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { log, sender, answer };
  }

  it('reports nothing when an envelope is delivered', async () => {
    const { log, sender, answer } = createSender();
    sender.send(first, offering);
    await answer(ok({}));
    expect(log).toEqual(['sent']);
  });

  it('reports that the server is unreachable', async () => {
    const { log, sender, answer } = createSender();
    sender.send(first, offering);
    await answer(fail('offline'));
    expect(log).toEqual(['sent', 'offline']);
  });

  it('reports a lost link when an offer cannot be delivered', async () => {
    const { log, sender, answer } = createSender();
    sender.send(first, offering);
    await answer(fail('unavailable'));
    expect(log).toEqual(['sent', 'link lost']);
  });

  it.each([candidates, request])(
    'ignores an undelivered $kind that the link can do without',
    async (envelope) => {
      const { log, sender, answer } = createSender();
      sender.send(first, envelope);
      await answer(fail('unavailable'));
      expect(log).toEqual(['sent']);
    },
  );

  it('repeats a throttled envelope three times at most', async () => {
    const { log, sender, answer } = createSender();
    sender.send(first, offering);
    for (let n = 0; n < 3; n += 1) {
      await answer(fail('tooMany', { retryAfterMs: 200 }));
      await vi.advanceTimersByTimeAsync(199);
      expect(log).toHaveLength(n + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(log).toHaveLength(n + 2);
    }
    await answer(fail('tooMany', { retryAfterMs: 200 }));
    expect(log).toEqual(['sent', 'sent', 'sent', 'sent', 'link lost']);
  });

  it('repeats and reports nothing after stop', async () => {
    const { log, sender, answer } = createSender();
    sender.send(first, offering);
    await answer(fail('tooMany', { retryAfterMs: 200 }));
    sender.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['sent']);
  });
});

describe('the signal batcher', () => {
  function createBatcher() {
    const sent: Signal[][] = [];
    return { sent, batcher: createSignalBatcher((signals) => sent.push(signals)) };
  }

  it('sends a description at once', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(offer);
    expect(sent).toEqual([[offer]]);
  });

  it('sends candidates that are gathered at once together, after 5 ms', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(candidate());
    batcher.add(candidate());
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(5);
    expect(sent).toEqual([[candidate(), candidate()]]);
  });

  it('sends those gathered in the next 50 ms together', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(candidate());
    vi.advanceTimersByTime(15);
    batcher.add(candidate());
    vi.advanceTimersByTime(20);
    batcher.add(candidate());
    vi.advanceTimersByTime(19);
    expect(sent).toEqual([[candidate()]]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([[candidate()], [candidate(), candidate()]]);
  });

  it('does not delay a candidate right after a description, or long after the others', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(offer);
    batcher.add(candidate());
    vi.advanceTimersByTime(5);
    expect(sent).toEqual([[offer], [candidate()]]);
    vi.advanceTimersByTime(60);
    batcher.add(candidate());
    vi.advanceTimersByTime(5);
    expect(sent).toEqual([[offer], [candidate()], [candidate()]]);
  });

  it('sends waiting candidates with a description, in order', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(candidate());
    batcher.add(offer);
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([[candidate(), offer]]);
  });

  it('sends a full envelope at once', () => {
    const { sent, batcher } = createBatcher();
    for (let n = 0; n < maxSignalsPerEnvelope + 1; n += 1) batcher.add(candidate());
    expect(sent.map((signals) => signals.length)).toEqual([maxSignalsPerEnvelope]);
    vi.advanceTimersByTime(50);
    expect(sent.map((signals) => signals.length)).toEqual([maxSignalsPerEnvelope, 1]);
  });

  it('sends nothing after stop', () => {
    const { sent, batcher } = createBatcher();
    batcher.add(candidate());
    batcher.stop();
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([]);
  });
});

describe('early signals', () => {
  it('are returned for their link, in order and once', () => {
    const early = createEarlySignals();
    early.keep(first, [candidate('a')], 0);
    early.keep(second, [candidate('b')], 10);
    early.keep(first, [candidate('c'), candidate('d')], 20);
    expect(early.take(first, 30)).toEqual(['a', 'c', 'd'].map(candidate));
    expect(early.take(first, 30)).toEqual([]);
    expect(early.take(second, 30)).toEqual([candidate('b')]);
  });

  it('are kept for five seconds', () => {
    const early = createEarlySignals();
    early.keep(first, [candidate('a')], 0);
    early.keep(first, [candidate('b')], 1);
    expect(early.take(first, 5_000)).toEqual([candidate('b')]);
  });

  it('are kept for the newest 32 envelopes', () => {
    const early = createEarlySignals();
    for (let n = 0; n < 40; n += 1) early.keep(first, [candidate(`${n}`)], n);
    const kept = early.take(first, 50);
    expect(kept).toHaveLength(32);
    expect(kept[0]).toEqual(candidate('8'));
  });
});
