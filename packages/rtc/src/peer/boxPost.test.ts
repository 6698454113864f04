import { fail, LinkId, ok, type Result } from '@ringback/protocol';
import type { BoxContent } from '../machine/box.ts';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBoxPost } from './boxPost.ts';

const linkId = v.parse(LinkId, '00000000-0000-4000-8000-000000000001');
const offer: BoxContent = { kind: 'signals', signals: [{ type: 'offer', sdp: 'v=0' }] };
const candidates: BoxContent = {
  kind: 'signals',
  signals: [{ type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0' } }],
};
const question: BoxContent = { kind: 'wantLink', after: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers when it is told to. */
function posting() {
  const said: string[] = [];
  let answer: (result: Result<unknown>) => void = () => {};
  const post = createBoxPost({
    sendEnvelope: () => {
      said.push('sent');
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    watchServer: () => () => said.push('offline'),
    onLinkLost: () => said.push('link lost'),
  });
  const answered = async (result: Result<unknown>): Promise<void> => {
    answer(result);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { said, post, answered };
}

it('a box that got through says nothing', async () => {
  const { said, post, answered } = posting();
  post.send(linkId, offer);
  await answered(ok({}));
  expect(said).toEqual(['sent']);
});

it('the server is away', async () => {
  const { said, post, answered } = posting();
  post.send(linkId, offer);
  await answered(fail('offline'));
  expect(said).toEqual(['sent', 'offline']);
});

it('nobody is there to take an offer: its link is lost', async () => {
  const { said, post, answered } = posting();
  post.send(linkId, offer);
  await answered(fail('unavailable'));
  expect(said).toEqual(['sent', 'link lost']);
});

it.each([candidates, question])('nobody is there to take $kind: the link may do without', async (content) => {
  const { said, post, answered } = posting();
  post.send(linkId, content);
  await answered(fail('unavailable'));
  expect(said).toEqual(['sent']);
});

it('the server slows this device down: the box is sent again, three times at most', async () => {
  const { said, post, answered } = posting();
  post.send(linkId, offer);
  for (let n = 0; n < 3; n += 1) {
    await answered(fail('tooMany', { retryAfterMs: 200 }));
    await vi.advanceTimersByTimeAsync(199);
    expect(said).toHaveLength(n + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toHaveLength(n + 2);
  }
  await answered(fail('tooMany', { retryAfterMs: 200 }));
  expect(said).toEqual(['sent', 'sent', 'sent', 'sent', 'link lost']);
});

it('stopped, it repeats nothing and says nothing', async () => {
  const { said, post, answered } = posting();
  post.send(linkId, offer);
  await answered(fail('tooMany', { retryAfterMs: 200 }));
  post.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual(['sent']);
});
