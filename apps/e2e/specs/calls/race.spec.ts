import { expectNoCall, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting } from '../../support/histories.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { pressTogether } from '../../support/pressTogether.ts';
import { randomFor } from '../../support/raceRandom.ts';
import { longIf } from '../../support/tags.ts';
import { expect, test } from '../../support/test.ts';

const rounds = 10;

// The integration tests race engines many times; this checks what both screens show.
for (const times of [3, rounds]) {
  test(
    `answer and cancel at the same instant, ${times} times: both screens and both histories agree`,
    { tag: longIf(times === rounds) },
    async ({ person }) => {
      test.setTimeout(300_000);
      const random = randomFor('answer and cancel');
      const ada = await person('Ada');
      const grace = await person('Grace');
      for (let round = 1; round <= times; round += 1) {
        await ringCallee(ada, grace, 'voice');
        const [, canceled] = await pressTogether(
          { button: grace.incomingFrom(ada, 'voice').accept },
          { button: ada.callWith(grace).cancel, afterMs: random.between(-12, 12) },
        );
        // The answer came before Cancel could be pressed, so this is a normal call.
        if (!canceled) await ada.callWith(grace).hangUp.click();
        await expectNoCall(ada, grace);
        await expectNoCall(grace, ada);
        await expectInputsReleased(ada, grace);
        await expectAllFitting(ada, grace, round);
      }
    },
  );
}

test(
  'decline and cancel at the same instant: both screens and both histories agree',
  { tag: '@long' },
  async ({ person }) => {
    test.setTimeout(300_000);
    const random = randomFor('decline and cancel');
    const ada = await person('Ada');
    const grace = await person('Grace');
    // When the decline wins, a dialog covers everything until it is closed.
    await ada.page.addLocatorHandler(ada.after.dialog, () => ada.after.close.click());
    for (let round = 1; round <= rounds / 2; round += 1) {
      await ringCallee(ada, grace, 'voice');
      await pressTogether(
        { button: grace.incomingFrom(ada, 'voice').decline },
        { button: ada.callWith(grace).cancel, afterMs: random.between(-12, 12) },
      );
      await expectNoCall(ada, grace);
      await expectNoCall(grace, ada);
      await expectAllFitting(ada, grace, round);
    }
  },
);

test(
  'two devices of the callee answer at the same instant: one gets the call, the other says so',
  { tag: '@long' },
  async ({ person }) => {
    test.setTimeout(300_000);
    const random = randomFor('two answers');
    const ada = await person('Ada');
    const laptop = await person('Grace');
    const phone = await person('Grace');
    for (let round = 1; round <= rounds / 2; round += 1) {
      await ringCallee(ada, laptop, 'voice');
      await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
      await pressTogether(
        { button: laptop.incomingFrom(ada, 'voice').accept },
        { button: phone.incomingFrom(ada, 'voice').accept, afterMs: random.between(-12, 12) },
      );
      await expect(ada.callWith(laptop).region).toHaveAttribute('data-phase', 'active');
      await expect(async () => {
        const inCall = await Promise.all(
          [laptop, phone].map(({ callWith }) => callWith(ada).region.isVisible()),
        );
        expect(inCall.filter(Boolean)).toHaveLength(1);
      }).toPass();
      await ada.callWith(laptop).hangUp.click();
      await expectNoCall(ada, laptop);
      await Promise.all([expectNoCall(laptop, ada), expectNoCall(phone, ada)]);
      await expectInputsReleased(ada, laptop, phone);
      await expectAllFitting(ada, laptop, round);
      await expectAllFitting(ada, phone, round);
    }
  },
);
