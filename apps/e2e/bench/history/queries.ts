import { bounds, type HistoryCursor, type Payload, type UserId } from '@ringback/protocol';
import type { Owner } from './fillHistories.ts';

/**
 * A query of a history, with the number of entries that its answer must have in each history, so that answers are
 * comparable.
 */
export interface Question<Where extends Asked = QueryTarget> {
  readonly name: string;
  readonly expected: number;
  readonly payloadFor: (place: Where) => Payload<'history:list'>;
}

/** A history to query. */
export interface Asked {
  readonly owner: Owner;
}

/** Positions inside a long history. */
export interface QueryTarget extends Asked {
  /** A position after nine tenths of the entries. */
  readonly deep: HistoryCursor;
  /** A person with many calls. */
  readonly peer: UserId;
}

/** The app's first page; every history has more entries. */
const limit = 50;
const all = { filter: 'all', limit } as const;

export const questions: readonly Question[] = [
  { name: 'first page', expected: limit, payloadFor: () => all },
  { name: 'a page nine tenths down', expected: limit, payloadFor: ({ deep }) => ({ ...all, before: deep }) },
  { name: 'missed calls', expected: limit, payloadFor: () => ({ filter: 'missed', limit }) },
  // A thousand calls leave ten for each person.
  { name: 'calls with one person', expected: 10, payloadFor: ({ peer }) => ({ ...all, limit: 10, peer }) },
  { name: 'search: ten people', expected: limit, payloadFor: () => ({ ...all, search: 'gra' }) },
  { name: 'search: everybody', expected: limit, payloadFor: () => ({ ...all, search: 'person' }) },
  { name: 'search: three calls in all', expected: 3, payloadFor: () => ({ ...all, search: 'konrad' }) },
  { name: 'search: no match', expected: 0, payloadFor: () => ({ ...all, search: 'xenia' }) },
  {
    name: 'search: missed calls of ten people',
    expected: 10,
    payloadFor: () => ({ filter: 'missed', limit: 10, search: 'gra' }),
  },
  {
    name: 'search: everybody, nine tenths down',
    expected: limit,
    payloadFor: ({ deep }) => ({ ...all, search: 'person', before: deep }),
  },
];

/** Pages through a whole history; returns the mean time of a page in ms. */
export async function walk(
  owner: Owner,
): Promise<{ readonly place: QueryTarget; readonly msPerPage: number }> {
  const startedAt = performance.now();
  const [wantedAt, found] = [0.9 * owner.entries, new Set<string>()];
  let before: HistoryCursor | undefined;
  let deep: HistoryCursor | undefined;
  let peer: UserId | undefined;
  let pages = 0;
  do {
    const page = await owner.device.must('history:list', {
      filter: 'all',
      limit: bounds.historyPage,
      before,
    });
    for (const { callId } of page.entries) found.add(callId);
    peer ??= page.entries[0]?.peer.id;
    before = page.next;
    if (found.size <= wantedAt) deep = before;
    pages += 1;
  } while (before !== undefined);
  if (found.size !== owner.entries) throw new Error(`${found.size} of ${owner.entries} entries were listed.`);
  if (deep === undefined || peer === undefined) throw new Error('The history is too short.');
  return { place: { owner, deep, peer }, msPerPage: (performance.now() - startedAt) / pages };
}

/** Makes one query; returns how long the answer took, in ms. */
export async function timeOf<Where extends Asked>(question: Question<Where>, place: Where): Promise<number> {
  const { device } = place.owner;
  const payload = question.payloadFor(place);
  const startedAt = performance.now();
  const outcome = await device.client.request('history:list', payload);
  const ms = performance.now() - startedAt;
  if (outcome.kind !== 'answered') throw new Error(`${question.name} was not answered.`);
  return ms;
}

/** Checks that the answer to a query is correct before measuring it. */
export async function check<Where extends Asked>(question: Question<Where>, place: Where): Promise<void> {
  const { device } = place.owner;
  const { entries } = await device.must('history:list', question.payloadFor(place));
  if (entries.length !== question.expected)
    throw new Error(`${question.name}: ${entries.length} entries, not ${question.expected}.`);
}
