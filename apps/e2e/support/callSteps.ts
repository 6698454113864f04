import { expect } from '@playwright/test';
import { expectHistories, seconds } from './histories.ts';
import { expectInputsReleased } from './media/inputProbe.ts';
import { expectIncoming } from './media/mediaProbe.ts';
import type { Person } from './person.ts';
import type { Medium, Named } from './callTerms.ts';

/** Places a call and waits until it rings on the callee's screen and the caller's screen shows that. */
export async function ringCallee(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await caller.place(medium, callee);
  await expect(callee.incomingFrom(caller, medium).dialog).toBeVisible();
  await expect(caller.callWith(callee).status).toHaveText('Ringing…');
}

/** Places a call while the callee is away; `callee.page.goBack()` brings them back. */
export async function callUnanswered(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await callee.page.goto('about:blank');
  await caller.place(medium, callee);
  await expect(caller.after.dialog).toBeVisible();
}

/** Connects two people in a call and waits until both hear, and with video see, each other. */
export async function connect(caller: Person, callee: Person, medium: Medium): Promise<void> {
  await ringCallee(caller, callee, medium);
  await callee.incomingFrom(caller, medium).accept.click();
  await expectTalking(caller, callee, medium);
}

/** Waits until both screens show a running call, and new media arrives at both. */
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

/** Waits until a call has lasted this many seconds, according to the screen. */
export async function untilLasted(person: Person, peer: Named, atLeastSeconds: number): Promise<void> {
  const { status } = person.callWith(peer);
  await expect
    .poll(async () => seconds((await status.textContent())?.trim()), { message: 'seconds that a call lasts' })
    .toBeGreaterThanOrEqual(atLeastSeconds);
}

/** Waits until a screen shows nothing of a call except messages about its end. */
export async function expectNoCall(person: Person, peer: Named): Promise<void> {
  await expect(person.callWith(peer).region).toBeHidden();
  await expect(person.page.getByRole('alertdialog')).toBeHidden();
}

/**
 * Lets one of two people hang up. Waits until both screens say so, all inputs are released, and both histories agree.
 */
export async function hangUp(
  by: Person,
  { caller, callee, medium, atLeastSeconds = 0, lines = 1 }: AnsweredCall,
): Promise<void> {
  await by.callWith(by === caller ? callee : caller).hangUp.click();
  // The message disappears after some seconds, so nothing else is awaited first.
  await Promise.all([
    expect(caller.after.ended).toBeVisible(),
    expect(callee.after.ended).toBeVisible(),
    expectInputsReleased(caller, callee),
  ]);
  await expectHungUp({ caller, callee, medium, atLeastSeconds, lines });
}

/** An answered call, and what its histories must show. */
export interface AnsweredCall {
  readonly caller: Person;
  readonly callee: Person;
  readonly medium: Medium;
  /** Minimum duration. */
  readonly atLeastSeconds?: number;
  /** Number of lines that each history has including this call. */
  readonly lines?: number;
}

/** Waits until both screens show nothing of an ended call, and both histories have it. */
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
