import { CallId, unwrapNote } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createGreetingRequests } from './greetingRequests.ts';

const callId = v.parse(CallId, '00000000-0000-4000-8000-000000000001');
const recorded = {
  bytes: Uint8Array.from({ length: 20_000 }, (_, at) => at % 256),
  mime: 'audio/webm',
  durationMs: 4_000,
  peaks: [1, 2],
} as const;

/** A server that keeps one greeting. */
function storedBytes() {
  let greeting: unknown;
  const asked: string[] = [];
  const greetings = createGreetingRequests(
    {
      baseUrl: '',
      fetch: (input, init) => {
        const { method = 'GET', body } = init ?? {};
        asked.push(`${method} ${typeof input === 'string' ? input : ''}`);
        if (method === 'PUT' && typeof body === 'string') greeting = JSON.parse(body);
        if (method === 'DELETE') greeting = undefined;
        return Promise.resolve(Response.json(greeting === undefined ? {} : { greeting }));
      },
    },
    'token',
  );
  return { greetings, asked, envelope: () => v.parse(v.object({ envelope: v.string() }), greeting).envelope };
}

test('a greeting is downloaded as it was recorded', async () => {
  const { greetings, asked, envelope } = storedBytes();
  expect(await greetings.own()).toEqual({ ok: true, data: undefined });
  await greetings.save(recorded);
  expect(unwrapNote(new Uint8Array(Buffer.from(envelope(), 'base64')))).toEqual(recorded.bytes);
  const heard = await greetings.after(callId);
  const blob = heard.ok ? heard.data?.blob : undefined;
  expect(new Uint8Array((await blob?.arrayBuffer()) ?? [])).toEqual(recorded.bytes);
  expect(blob?.type).toBe('audio/webm');
  expect(await greetings.save(undefined)).toEqual({ ok: true, data: undefined });
  expect(asked.at(-1)).toBe('DELETE /api/notes/greeting');
});

test('an image is rejected as a greeting', async () => {
  const { greetings, asked } = storedBytes();
  expect(await greetings.save({ ...recorded, mime: 'video/webm' })).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
});
