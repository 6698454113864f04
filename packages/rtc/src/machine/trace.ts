import type { LinkCause, LinkId } from '@ringback/protocol';
import type { Link } from './link.ts';
import type { SessionEffect, SessionInput, SessionState } from './sessionState.ts';

/** One event of a media session, to explain a call afterwards. Holds ids, states and times: no names, SDP or addresses. */
export interface MediaTraceEntry {
  /** In ms of `performance.now()`. */
  readonly at: number;
  readonly event: SessionInput['type'] | 'opened';
  /** The link that the event is about. */
  readonly linkId?: LinkId;
  readonly cause?: LinkCause;
  /** The session's state, as `describeSession` returns it. */
  readonly before: string;
  readonly after: string;
  readonly effects: readonly SessionEffect['type'][];
  /** The effect that threw, and the error's name; messages may contain addresses. */
  readonly failed?: string;
}

/** What a media session handles, its opening included. */
export type TracedInput = SessionInput | { readonly type: 'opened' };

/**
 * Returns the entry of one event; undefined for a poll that changed nothing worth reading, because polls come 20 times
 * a second.
 */
export function traceEntry(
  at: number,
  input: TracedInput,
  [before, after]: readonly [before: string, after: string],
  effects: readonly SessionEffect[],
): MediaTraceEntry | undefined {
  if (input.type === 'statsPolled' && before === after && effects.length === 0) return undefined;
  return {
    at: Math.round(at),
    event: input.type,
    ...('linkId' in input && { linkId: input.linkId }),
    ...('cause' in input && { cause: input.cause }),
    before,
    after,
    effects: effects.map(({ type }) => type),
  };
}

/** Returns the entry of an effect that threw. */
export function failureEntry(
  at: number,
  input: TracedInput,
  state: string,
  effect: SessionEffect,
  error: unknown,
): MediaTraceEntry {
  const name = error instanceof Error ? error.name : typeof error;
  const failed = `${effect.type} ${name}`;
  return { at: Math.round(at), event: input.type, before: state, after: state, effects: [], failed };
}

/** A session on one line: its stage, what is reported, what its recovery waits for, and its links, oldest first. */
export function describeSession(session: SessionState): string {
  if (session.state === 'closed') return 'closed';
  const { stage, reported, recovery, links } = session;
  const waiting = recovery.state === 'idle' ? 'idle' : `${recovery.waitsFor} ${recovery.attempts}`;
  return [stage, reported.state, waiting, ...links.map(describeLink)].join(', ');
}

/** The first characters of a link's id tell the few links of a call apart. */
function describeLink(link: Link): string {
  const { id, plan, state } = link;
  const route =
    state === 'carrying' || state === 'silent' ? ` ${link.route.path}/${link.route.transport}` : '';
  return `${id.slice(0, 8)} ${plan.purpose}/${plan.candidates} ${state}${route}`;
}
