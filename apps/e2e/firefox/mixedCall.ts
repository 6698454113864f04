import { expect } from '@playwright/test';
import type { Medium } from '../support/callTerms.ts';
import { expectNoCall, untilLasted } from '../support/callSteps.ts';
import { seconds } from '../support/histories.ts';
import { expectInputsReleased } from '../support/media/inputProbe.ts';
import { expectIncoming } from '../support/media/mediaProbe.ts';
import type { Person } from '../support/person.ts';
import { expectFoxReleased, expectFoxRise, type FoxPerson } from './foxPerson.ts';

export type BrowserName = 'Firefox' | 'Chromium';

/** A person in Firefox and one in Chromium, and who of them calls. */
export interface MixedPair {
  readonly fox: FoxPerson;
  readonly chrome: Person;
  readonly caller: BrowserName;
}

const runningTime = /^\d+:\d\d$/;

/** Places a call and waits until it rings on the other screen, and the caller's screen shows that. */
export async function ringMixed({ fox, chrome, caller }: MixedPair, medium: Medium): Promise<void> {
  if (caller === 'Firefox') {
    await fox.place(medium, chrome);
    await expect(chrome.incomingFrom(fox, medium).dialog).toBeVisible();
    await expect.poll(fox.callWith(chrome).status).toBe('Ringing…');
  } else {
    await chrome.place(medium, fox);
    await fox.incomingFrom(chrome, medium).expectThere();
    await expect(chrome.callWith(fox).status).toHaveText('Ringing…');
  }
}

/** Accepts on the callee's screen. */
export async function acceptMixed({ fox, chrome, caller }: MixedPair, medium: Medium): Promise<void> {
  if (caller === 'Firefox') await chrome.incomingFrom(fox, medium).accept.click();
  else await fox.incomingFrom(chrome, medium).press('Accept');
}

/** Connects the two in a call and waits until both hear, and with video see, each other. */
export async function connectMixed(pair: MixedPair, medium: Medium): Promise<void> {
  await ringMixed(pair, medium);
  await acceptMixed(pair, medium);
  await expectMixedTalking(pair, medium);
}

/** Waits until both screens show a running call, and new media arrives at both. */
export async function expectMixedTalking({ fox, chrome }: MixedPair, medium: Medium): Promise<void> {
  await expect.poll(fox.callWith(chrome).status, { message: 'status in Firefox' }).toMatch(runningTime);
  await expect(chrome.callWith(fox).status).toHaveText(runningTime);
  await Promise.all([expectIncoming(chrome, medium), expectFoxIncoming(fox, medium)]);
}

/** Waits until new audio keeps arriving in Firefox and, for video, new frames as well. */
async function expectFoxIncoming(fox: FoxPerson, medium: Medium): Promise<void> {
  await expectFoxRise(fox, 'audioPackets', 10);
  if (medium === 'video') await expectFoxRise(fox, 'framesDecoded', 4);
}

/** Waits until both screens show the route of the packets. */
export async function expectMixedRoute({ fox, chrome }: MixedPair, path: 'direct' | 'relay'): Promise<void> {
  await expect.poll(fox.callWith(chrome).route, { message: 'route in Firefox', timeout: 30_000 }).toBe(path);
  await expect(chrome.callWith(fox).region).toHaveAttribute('data-route', path, { timeout: 30_000 });
}

/** Waits until both screens say that nothing arrives. */
export async function expectMixedReconnecting({ fox, chrome }: MixedPair): Promise<void> {
  await expect.poll(fox.callWith(chrome).status, { message: 'status in Firefox' }).toBe('Reconnecting…');
  await expect(chrome.callWith(fox).status).toHaveText('Reconnecting…');
}

/** Lets one of the two hang up, and waits until both screens say so and both browsers have released their inputs. */
export async function hangUpMixed({ fox, chrome }: MixedPair, by: BrowserName): Promise<void> {
  if (by === 'Firefox') await fox.callWith(chrome).press('Hang up');
  else await chrome.callWith(fox).hangUp.click();
  // The message disappears after some seconds, so nothing else is awaited first.
  await Promise.all([
    fox.expectStatus(/Call ended, \d+:\d\d/),
    expect(chrome.after.ended).toBeVisible(),
    expectInputsReleased(chrome),
    expectFoxReleased(fox),
  ]);
  await expectNoMixedCall({ fox, chrome });
}

/** Waits until a call has lasted this many seconds, according to both screens. */
export async function untilMixedLasted({ fox, chrome }: MixedPair, atLeastSeconds: number): Promise<void> {
  const foxes = async (): Promise<number> => seconds(await fox.callWith(chrome).status());
  await expect
    .poll(foxes, { message: 'seconds that a call lasts in Firefox' })
    .toBeGreaterThanOrEqual(atLeastSeconds);
  await untilLasted(chrome, fox, atLeastSeconds);
}

/** Waits until neither screen shows anything of a call except messages about its end. */
export async function expectNoMixedCall({ fox, chrome }: Pick<MixedPair, 'fox' | 'chrome'>): Promise<void> {
  await fox.callWith(chrome).expectGone();
  await expectNoCall(chrome, fox);
}
