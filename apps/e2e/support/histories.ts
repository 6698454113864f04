import { expect } from '@playwright/test';
import type { Person } from './person.ts';
import type { ShownEntry } from './shownEntry.ts';
import type { Direction, Label, Medium } from './callTerms.ts';

/** Expected content of the newest line of a history. */
export interface ExpectedLine {
  readonly label: Label;
  readonly direction: Direction;
  readonly medium: Medium;
  /** With `answered`: the minimum duration in seconds. */
  readonly atLeastSeconds?: number;
  /** Text beside the label. */
  readonly detail?: RegExp;
  /** Number of lines with the other person; 1 by default. */
  readonly lines?: number;
}

/** Pairs of labels that the caller's and the callee's line of one call may have. */
const fittingPairs: ReadonlySet<string> = new Set([
  'Canceled / Missed',
  'No answer / Missed',
  'Declined / Declined',
  'Busy / Missed',
  'Failed / Failed',
  'answered / answered',
]);

/** Waits until the newest lines of two people with each other have the expected content, and match each other. */
export async function expectHistories(
  one: Person,
  expectedOfOne: ExpectedLine,
  other: Person,
  expectedOfOther: ExpectedLine,
): Promise<void> {
  const ones = await expectNewest(one, other, expectedOfOne);
  const others = await expectNewest(other, one, expectedOfOther);
  expectFitting(ones, others);
}

/**
 * Waits until two histories have the same calls with each other (`count` of them, if given), and every line of one
 * matches its counterpart.
 */
export async function expectAllFitting(one: Person, other: Person, calls?: number): Promise<void> {
  await Promise.all([openHistory(one), openHistory(other)]);
  await expect(async () => {
    const [ones, others] = await Promise.all([linesWith(one, other), linesWith(other, one)]);
    expect(ones.length, `lines of ${one.name} with ${other.name}`).toBe(calls ?? others.length);
    expect(others.length, `lines of ${other.name} with ${one.name}`).toBe(ones.length);
    for (const [index, entry] of ones.entries()) {
      const counterpart = others[index];
      if (counterpart !== undefined) expectFitting(entry, counterpart);
    }
  }).toPass({ timeout: 20_000 });
}

/** Opens a person's history on their screen. */
export async function openHistory(person: Person): Promise<void> {
  await person.navigation.calls.click();
  await expect(person.history.heading).toBeVisible();
}

async function linesWith(person: Person, peer: Person): Promise<ShownEntry[]> {
  return (await person.history.read()).filter(({ text }) => text.includes(peer.name));
}

async function expectNewest(person: Person, peer: Person, expected: ExpectedLine): Promise<ShownEntry> {
  await openHistory(person);
  let newest: ShownEntry | undefined;
  await expect(async () => {
    const entries = await linesWith(person, peer);
    expect(entries.length, `lines of ${person.name} with ${peer.name}`).toBe(expected.lines ?? 1);
    newest = entries[0];
    expectLine(newest, expected);
  }).toPass({ timeout: 20_000 });
  if (newest === undefined) throw new Error('A history that passed has a newest line.');
  return newest;
}

function expectLine(entry: ShownEntry | undefined, expected: ExpectedLine): void {
  const { label, direction, medium, atLeastSeconds, detail } = expected;
  expect(entry).toMatchObject({ label, direction, medium });
  if (detail !== undefined) expect(entry?.text).toMatch(detail);
  if (atLeastSeconds !== undefined) expect(seconds(entry?.duration)).toBeGreaterThanOrEqual(atLeastSeconds);
}

/** Fails unless two lines describe one call from its two sides. */
function expectFitting(one: ShownEntry, other: ShownEntry): void {
  expect([one.direction, other.direction].toSorted()).toEqual(['Incoming', 'Outgoing']);
  const [callers, callees] = one.direction === 'Outgoing' ? [one, other] : [other, one];
  const pair = `${callers.label} / ${callees.label}`;
  expect([...fittingPairs], 'what the two histories say').toContain(pair);
  expect(callers.medium).toBe(callees.medium);
  expect(callers.duration).toBe(callees.duration);
  expect(callers.placedAtMs).toBe(callees.placedAtMs);
}

/** Parses a displayed duration, such as "0:07", into seconds; 0 for other text. */
export function seconds(duration: string | undefined): number {
  const [, minutes = '0', rest = '0'] = /^(\d+):(\d\d)$/.exec(duration ?? '') ?? [];
  return Number(minutes) * 60 + Number(rest);
}
