import type { Page } from '@playwright/test';
import { signInPage } from '../../pages/signIn.ts';
import { browserFaults, scriptOf } from '../../support/browserFaults.ts';
import { connect, expectNoCall, expectTalking, ringCallee } from '../../support/callSteps.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { openConversation } from '../../support/openConversation.ts';
import { personIn, type Person } from '../../support/person.ts';
import { expect, nameFor, test } from '../../support/test.ts';

for (const fault of browserFaults) {
  test(
    `${fault.title}: calls, notices and messages work on both sides`,
    { tag: '@long' },
    async ({ context, open, person }, testInfo) => {
      const grace = await person('Grace');
      if (fault.when !== 'later') await context.addInitScript({ content: scriptOf(fault) });
      const ada = await signIn(await open('/'), nameFor(testInfo, 'Ada'));
      if (fault.when === 'later') await ada.page.evaluate(scriptOf(fault));
      await expectAllWorks(grace, ada);
    },
  );
}

test('all of that fails at once: calls, notices and messages work on both sides', async ({
  context,
  open,
  person,
}, testInfo) => {
  const grace = await person('Grace');
  const combined = browserFaults.filter(({ isCombined }) => isCombined);
  await context.addInitScript({ content: scriptOf(...combined) });
  const ada = await signIn(await open('/'), nameFor(testInfo, 'Ada'));
  await expectAllWorks(grace, ada);
});

test(
  'the screen of a call fails: what stays of it can be answered, muted and ended',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    // The first that a call's screens do is to take the focus.
    await ada.page.evaluate(() => {
      HTMLElement.prototype.focus = () => {
        throw new DOMException('Refused by a test.', 'NotSupportedError');
      };
    });
    await answerMuteAndHangUp(grace, ada);
    await expect(ada.navigation.main).toBeVisible();
  },
);

test(
  'the address may not change any more: a call can be answered, muted and ended',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.page.evaluate(() => {
      const refuse = () => {
        throw new DOMException('Refused by a test.', 'SecurityError');
      };
      Object.assign(history, { pushState: refuse, replaceState: refuse });
    });
    await answerMuteAndHangUp(grace, ada);
    await expect(ada.navigation.main).toBeVisible();
  },
);

async function signIn(page: Page, name: string): Promise<Person> {
  await signInPage(page).signInAs(name);
  const person = personIn(page, name);
  await expect(person.navigation.main).toBeVisible();
  return person;
}

/** Both people do everything once; only the browser of the second one is broken. */
async function expectAllWorks(healthy: Person, broken: Person): Promise<void> {
  await answerMuteAndHangUp(healthy, broken);
  await placeAndBeLeft(broken, healthy);
  await missAndDismiss(healthy, broken);
  await sendMessage(broken, healthy);
}

async function answerMuteAndHangUp(caller: Person, callee: Person): Promise<void> {
  await connect(caller, callee, 'voice');
  const call = callee.callWith(caller);
  await expectSameRoute(caller, callee);
  await call.mute.click();
  await expect(caller.callWith(callee).region).toContainText(`${callee.name} is muted`);
  await call.unmute.click();
  await expect(caller.callWith(callee).region).not.toContainText(`${callee.name} is muted`);
  await call.hangUp.click();
  await Promise.all([expect(caller.after.ended).toBeVisible(), expectInputsReleased(caller, callee)]);
  await expectNoCall(callee, caller);
}

async function placeAndBeLeft(caller: Person, callee: Person): Promise<void> {
  await ringCallee(caller, callee, 'video');
  await callee.incomingFrom(caller, 'video').accept.click();
  await expectTalking(caller, callee, 'video');
  await expectSameRoute(caller, callee);
  await callee.callWith(caller).hangUp.click();
  await Promise.all([expect(caller.after.ended).toBeVisible(), expectInputsReleased(caller, callee)]);
  await expectNoCall(caller, callee);
}

async function expectSameRoute(one: Person, other: Person): Promise<void> {
  const { region } = one.callWith(other);
  await expect(region).toHaveAttribute('data-route', 'direct');
  await expect(other.callWith(one).region).toHaveAttribute('data-route', 'direct');
}

async function missAndDismiss(caller: Person, callee: Person): Promise<void> {
  await ringCallee(caller, callee, 'voice');
  await caller.callWith(callee).cancel.click();
  const missed = callee.missedFrom(caller, 'voice');
  await missed.dismiss.click();
  await expect(missed.notice).toBeHidden();
}

async function sendMessage(from: Person, to: Person): Promise<void> {
  const { field, send } = await openConversation(from, to);
  await field.fill('See you at nine.');
  await send.click();
  const received = await openConversation(to, from);
  await expect(received.line('See you at nine.')).toBeVisible();
}
