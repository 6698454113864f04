import {
  isRequestName,
  requests,
  WireCall,
  WireError,
  type RequestName,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { RawOutcome } from '@ringback/testkit';

const Refusal = v.strictObject({ ok: v.literal(false), error: v.strictObject(WireError.entries) });
const Grant = v.strictObject({ ok: v.literal(true), data: v.unknown() });

/** The outcome in one word, for the results. */
export function wordFor(outcome: RawOutcome): string {
  if (outcome.kind !== 'answered') return outcome.kind;
  const refusal = v.safeParse(Refusal, outcome.answer);
  return refusal.success ? refusal.output.error.code : 'ok';
}

/**
 * Returns the fault in the outcome of a message, if any. The server must reject it with an error of the protocol or
 * close the connection, unless it happens to be a valid request about something that its sender may access.
 */
export function faultIn(outcome: RawOutcome, body: string, sender: UserId): string | undefined {
  switch (outcome.kind) {
    case 'closed':
      return undefined;
    case 'unanswered':
      return 'was not answered';
    case 'answered': {
      const refusal = v.safeParse(Refusal, outcome.answer);
      if (refusal.success) return refusal.output.error.code === 'internal' ? 'broke the server' : undefined;
      const grant = v.safeParse(Grant, outcome.answer);
      return grant.success
        ? faultInGrant(outcome, grant.output.data, body, sender)
        : 'was answered outside of the contract';
    }
  }
}

/** The call that an answer contains, if any. */
export function callIn(outcome: RawOutcome): WireCall | undefined {
  if (outcome.kind !== 'answered') return undefined;
  const granted = v.safeParse(v.object({ ok: v.literal(true), data: WireCall }), outcome.answer);
  return granted.success ? granted.output.data : undefined;
}

function faultInGrant(outcome: RawOutcome, data: unknown, body: string, sender: UserId): string | undefined {
  const name = requestIn(body);
  if (name === undefined) return 'was granted, though it is no good request';
  if (!v.is(requests[name].data, data)) return 'was granted with data outside of the contract';
  const call = callIn(outcome);
  const isTheirs = call === undefined || [call.caller.userId, call.callee.userId].includes(sender);
  return isTheirs ? undefined : 'showed a foreign call';
}

/** The request in a body, if it is a valid one. */
function requestIn(body: string): RequestName | undefined {
  // As it arrives: a lone surrogate cannot be sent and becomes a replacement character.
  const arrived: unknown = JSON.parse(body.toWellFormed());
  const message = v.safeParse(v.strictTuple([v.string(), v.unknown()]), arrived);
  if (!message.success) return undefined;
  const [name, payload] = message.output;
  return isRequestName(name) && v.is(requests[name].payload, payload) ? name : undefined;
}
