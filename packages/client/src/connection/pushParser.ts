import {
  fail,
  pushes,
  requests,
  WireError,
  type Data,
  type PushName,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import { lenientParse } from './lenientParse.ts';

const Envelope = v.variant('ok', [
  v.object({ ok: v.literal(true), data: v.unknown() }),
  v.object({ ok: v.literal(false), error: WireError }),
]);

/** Validates the answer to a request; an invalid answer becomes `internal`. */
export function readAnswer<N extends RequestName>(name: N, raw: unknown): Result<Data<N>> {
  const envelope = lenientParse(Envelope, raw);
  if (envelope === undefined) return fail('internal');
  if (!envelope.output.ok) return envelope.output;
  const data = lenientParse(requests[name].data, envelope.output.data);
  return data === undefined ? fail('internal') : { ok: true, data: data.output };
}

function message<N extends PushName>(name: N) {
  return v.object({ name: v.literal(name), payload: pushes[name] });
}

const PushMessage = v.variant('name', [
  message('call:changed'),
  message('call:signal'),
  message('history:changed'),
  message('history:removed'),
  message('me:changed'),
  message('history:restored'),
  message('people:changed'),
  message('message:changed'),
  message('conversation:changed'),
  message('note:changed'),
  message('settings:changed'),
  message('session:ended'),
]);

/** A validated push from the server. */
export type PushMessage = v.InferOutput<typeof PushMessage>;

/** Validates a push; undefined if it is invalid. */
export function readPush(name: PushName, payload: unknown): PushMessage | undefined {
  return lenientParse(PushMessage, { name, payload })?.output;
}
