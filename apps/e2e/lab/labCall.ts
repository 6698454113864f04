import { setTimeout as delay } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { expectTalking, ringCallee } from '../support/callSteps.ts';
import type { Person } from '../support/person.ts';
import type { Medium } from '../support/callTerms.ts';
import { firstArrival, longestGap, moves } from './figures.ts';
import { arrivals, hasStandby, isConnected, type MediaArrival } from './timeline.ts';

/** A call in which both hear, and with video see, each other. */
export interface Talk {
  readonly caller: Person;
  readonly callee: Person;
  readonly medium: Medium;
  /** When "Accept" was pressed, in ms of the machine's clock. */
  readonly acceptedAt: number;
}

/** How long the caller waited after the answer, in ms. */
export interface SetUp {
  readonly audioMs: number;
  /** Until the first decoded picture; NaN in a voice call. */
  readonly videoMs: number;
}

/** How to make a call. */
export interface TalkOptions {
  readonly medium?: Medium;
  /** When it is answered: as soon as it rings, once the two devices are connected, or after this many ms. */
  readonly rings?: 'not' | 'untilConnected' | number;
}

/** Calls a person, who accepts after `rings`, and waits until both talk. */
export async function talk(
  caller: Person,
  callee: Person,
  { medium = 'video', rings = 'not' }: TalkOptions = {},
): Promise<Talk> {
  await ringCallee(caller, callee, medium);
  if (rings === 'untilConnected') await expectConnected(caller, callee);
  else if (rings !== 'not') await delay(rings);
  const acceptedAt = await accept(callee, caller, medium);
  await expectTalking(caller, callee, medium);
  return { caller, callee, medium, acceptedAt };
}

/** Presses "Accept" from inside the page, so that the time is known. */
async function accept(callee: Person, caller: Person, medium: Medium): Promise<number> {
  return callee.incomingFrom(caller, medium).accept.evaluate((button) => {
    if (!(button instanceof HTMLElement)) throw new TypeError('There is no button to press.');
    const pressedAt = Date.now();
    button.click();
    return pressedAt;
  });
}

/** Waits until the devices of two people have a link that could carry the call. */
async function expectConnected(...people: readonly Person[]): Promise<void> {
  for (const { page } of people) await expect.poll(() => isConnected(page)).toBe(true);
}

/** Set-up times at the caller's page after an answer. */
export async function setUpSince(page: Page, acceptedAt: number): Promise<SetUp> {
  const all = await arrivals(page, acceptedAt);
  const since = (kind: 'audio' | 'video'): number => (firstArrival(all, kind) ?? Number.NaN) - acceptedAt;
  return { audioMs: since('audio'), videoMs: since('video') };
}

/** Set-up times at the caller. */
export function setUpOf({ caller, acceptedAt }: Talk): Promise<SetUp> {
  return setUpSince(caller.page, acceptedAt);
}

/** On a busy machine a call may switch to its standby without need; it returns to the direct path some 10 s later. */
const routeTimeoutMs = 30_000;

/** Waits until both screens show the route of the packets. */
export async function expectRoute({ caller, callee }: Talk, path: 'direct' | 'relay'): Promise<void> {
  const labels = { direct: 'Direct', relay: 'Relayed' } as const;
  for (const [person, other] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    const { region } = person.callWith(other);
    await expect(async () => {
      await expect(region).toHaveAttribute('data-route', path, { timeout: 1_000 });
      await expect(region.getByText(labels[path], { exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: routeTimeoutMs });
  }
}

/** A standby may fail on a busy machine, and the next attempt follows some seconds later. */
const standbyTimeoutMs = 30_000;

/**
 * Waits until both ends have a standby, and returns whether they do: a call continues without one too, only less
 * smoothly.
 */
export async function hasStandbySoon({ caller, callee }: Talk): Promise<boolean> {
  const until = Date.now() + standbyTimeoutMs;
  for (;;) {
    const [here, there] = await Promise.all([hasStandby(caller.page), hasStandby(callee.page)]);
    if ((here && there) || Date.now() > until) return here && there;
    await delay(100);
  }
}

/** Waits until both talk in the same call, whatever happened meanwhile. */
export async function expectStillTalking({ caller, callee, medium }: Talk): Promise<void> {
  await expectTalking(caller, callee, medium);
}

/** The two ends of a call. */
export type Ends<T> = { readonly caller: T; readonly callee: T };

/** Gaps in the media at one end. */
export interface Gaps {
  readonly audioMs: number;
  readonly videoMs: number;
  /** How often audio moved to another link. */
  readonly moves: number;
}

/** The longest gaps at both ends since a moment. */
export async function gapsSince({ caller, callee }: Talk, sinceMs: number): Promise<Ends<Gaps>> {
  return { caller: await gapsAt(caller.page, sinceMs), callee: await gapsAt(callee.page, sinceMs) };
}

/** Long enough to find the connection that carried audio at that moment. */
const lookBackMs = 500;

/** Gaps at a page since a moment. */
function gapsAt(page: Page, sinceMs: number): Promise<Gaps> {
  return gapsIn((since) => arrivals(page, since), sinceMs);
}

/** Reads what arrived at a page since a moment, in Chromium or in Firefox. */
export type ReadArrivals = (sinceMs: number) => Promise<readonly MediaArrival[]>;

/** Gaps in what a page recorded since a moment. */
export async function gapsIn(read: ReadArrivals, sinceMs: number): Promise<Gaps> {
  const all = await read(sinceMs - lookBackMs);
  const untilMs = Date.now();
  return {
    audioMs: longestGap(all, 'audio', sinceMs, untilMs),
    videoMs: longestGap(all, 'video', sinceMs, untilMs),
    moves: moves(all),
  };
}

/** For example "caller 410 ms of sound, 620 ms of pictures; …". */
export function gapsText({ caller, callee }: Ends<Gaps>): string {
  const text = ({ audioMs, videoMs, moves: times }: Gaps): string =>
    `${Math.round(audioMs)} ms without sound, ${Math.round(videoMs)} ms without pictures, ${times} moves`;
  return `caller ${text(caller)}; callee ${text(callee)}`;
}

/** For example "first sound after 102 ms, first picture after 316 ms". */
export function setUpText({ audioMs, videoMs }: SetUp): string {
  return `first sound after ${Math.round(audioMs)} ms, first picture after ${Math.round(videoMs)} ms`;
}
