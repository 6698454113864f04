import {
  MaybeGreeting,
  noteMimes,
  ok,
  unwrapNote,
  wrapNote,
  wireError,
  type CallId,
  type Greeting,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { Recorded } from '../media/mediaPorts.ts';
import type { HeardGreeting } from './notes.ts';
import { askHttp, bearerOf } from '../connection/http.ts';
import type { HttpPorts } from '../platform/ports.ts';

/** As long as one part of a note. */
const timeoutMs = 60_000;
const path = '/api/notes/greeting';

type MaybeHeard = Result<HeardGreeting | undefined>;

/** Requests for greetings. */
export interface GreetingRequests {
  readonly own: () => Promise<MaybeHeard>;
  /** The greeting of the person who did not answer a call. */
  readonly after: (callId: CallId) => Promise<MaybeHeard>;
  /** Undefined removes the greeting. */
  readonly save: (recorded: Recorded | undefined) => Promise<MaybeHeard>;
}

/** Uploads and downloads greetings for the holder of a token. */
export function createGreetingRequests(ports: HttpPorts, token: string): GreetingRequests {
  const headers = bearerOf(token);
  const ask = async (where: string, init: RequestInit = {}): Promise<MaybeHeard> => {
    const about = { ...init, headers: { ...headers, 'content-type': 'application/json' } };
    const answer = await askHttp(ports, MaybeGreeting, where, about, timeoutMs);
    return answer.ok ? ok(answer.data.greeting && heard(answer.data.greeting)) : answer;
  };
  return {
    own: () => ask(path),
    after: (callId) => ask(`${path}/${callId}`),
    save: (recorded) => {
      if (recorded === undefined) return ask(path, { method: 'DELETE' });
      const body = greetingOf(recorded);
      if (body === undefined) return Promise.resolve({ ok: false, error: wireError('badRequest') });
      return ask(path, { method: 'PUT', body: JSON.stringify(body) });
    },
  };
}

function greetingOf({ bytes, mime, durationMs, peaks }: Recorded): Greeting | undefined {
  const sound = v.safeParse(v.picklist(noteMimes.audio), mime);
  if (!sound.success) return undefined;
  return { mime: sound.output, durationMs, peaks: [...peaks], envelope: toBase64(wrapNote(bytes)) };
}

/** Undefined if this release cannot open it. */
function heard({ mime, durationMs, peaks, envelope }: Greeting): HeardGreeting | undefined {
  const contents = unwrapNote(fromBase64(envelope));
  return contents && { blob: new Blob([contents.slice()], { type: mime }), durationMs, peaks };
}

/** A number of arguments that every browser accepts in one function call. */
const chunkLength = 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunkLength)
    text += String.fromCodePoint(...bytes.subarray(at, at + chunkLength));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);
}
