import { expect } from '@playwright/test';
import { expectHistories, seconds } from './histories.ts';
import { expectInputsReleased } from './media/inputProbe.ts';
import { expectIncoming } from './media/mediaProbe.ts';
import type { Person } from './person.ts';
import type { Medium } from './callTerms.ts';

/** Places a call and waits until it rings on the callee's screen, and the caller knows. */
export async function ringCallee(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await caller.place(medium, callee);
  await expect(callee.incomingFrom(caller, medium).dialog).toBeVisible();
  await expect(caller.callWith(callee).status).toHaveText('Ringing…');
}

/** Places a call while the callee is away; `callee.page.goBack()` brings them back. */
export async function callInVain(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await callee.page.goto('about:blank');
  await caller.place(medium, callee);
  await expect(caller.after.dialog).toBeVisible();
}

/** Brings two people into a call in which both hear, and with video see, each other. */
export async function connect(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await ringCallee(caller, callee, medium);
  await callee.incomingFrom(caller, medium).accept.click();
  await expectTalking(caller, callee, medium);
}

/** Waits until both screens say that the two talk, and media comes in at both from now on. */
export async function expectTalking(one: Person, other: Person, medium: Medium): Promise<void> {
  for (const [person, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    const call = person.callWith(peer);
    await expect(call.region).toHaveAttribute('data-phase', 'active');
    await expect(call.status).toHaveText(/^\d+:\d\d$/);
  }
  await Promise.all([expectIncoming(one, medium), expectIncoming(other, medium)]);
}

/** Waits until a call has gone on for so many seconds, by what the screen says. */
export async function untilLasted(person: Person, peer: Person, atLeastSeconds: number): Promise<void> {
  const { status } = person.callWith(peer);
  await expect
    .poll(async () => seconds((await status.textContent())?.trim()), { message: 'seconds that a call lasts' })
    .toBeGreaterThanOrEqual(atLeastSeconds);
}

/** Waits until nothing of a call is left on a screen but what is said after it. */
export async function expectNoCall(person: Person, peer: Person): Promise<void> {
  await expect(person.callWith(peer).region).toBeHidden();
  await expect(person.page.getByRole('alertdialog')).toBeHidden();
}

/**
 * Lets one of two people in a call hang up, and waits until both screens say so, all inputs are let go, and both
 * histories tell the same.
 */
export async function hangUp(
  by: Person,
  { caller, callee, medium, atLeastSeconds = 0, lines = 1 }: AnsweredCall,
): Promise<void> {
  await by.callWith(by === caller ? callee : caller).hangUp.click();
  // It is said for some seconds only, so nothing else is waited for first.
  await Promise.all([
    expect(caller.after.ended).toBeVisible(),
    expect(callee.after.ended).toBeVisible(),
    expectInputsReleased(caller, callee),
  ]);
  await expectHungUp({ caller, callee, medium, atLeastSeconds, lines });
}

/** A call that was answered, and what its histories must say. */
export interface AnsweredCall {
  readonly caller: Person;
  readonly callee: Person;
  readonly medium: Medium;
  /** Minimum duration. */
  readonly atLeastSeconds?: number;
  /** Number of lines that each history has including this call. */
  readonly lines?: number;
}

/** Waits until nothing of a call that was hung up is left on both screens, and both histories have it. */
async function expectHungUp(call: AnsweredCall): Promise<void> {
  const { caller, callee, medium, atLeastSeconds = 0, lines = 1 } = call;
  await expectNoCall(caller, callee);
  await expectNoCall(callee, caller);
  await expectHistories(
    caller,
    { label: 'answered', direction: 'Outgoing', medium, atLeastSeconds, lines },
    callee,
    { label: 'answered', direction: 'Incoming', medium, atLeastSeconds, lines },
  );
}
