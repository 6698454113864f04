import { expectNoCall, expectTalking } from '../../support/callSteps.ts';
import { expectAllFitting } from '../../support/histories.ts';
import type { Person } from '../../support/person.ts';
import { pressThen, pressTogether, soon } from '../../support/pressTogether.ts';
import { randomFor } from '../../support/raceRandom.ts';
import { expect, test } from '../../support/test.ts';
import type { Medium } from '../../support/callTerms.ts';

const rounds = 6;

/** Lets two people press Call on each other, the second one some ms after the first. */
async function callEachOther(one: Person, other: Person, medium: Medium, offsetMs: number): Promise<void> {
  await Promise.all([one.find(other), other.find(one)]);
  await pressTogether(
    { button: one.people.callButton(other, medium) },
    { button: other.people.callButton(one, medium), afterMs: offsetMs },
  );
}

test('two people who call each other at once end up in one call', { tag: '@long' }, async ({ person }) => {
  test.slow();
  const random = randomFor('both call at once');
  const ada = await person('Ada');
  const grace = await person('Grace');
  for (let round = 1; round <= rounds; round += 1) {
    await callEachOther(ada, grace, 'voice', random.between(-15, 15));
    await expectTalking(ada, grace, 'voice');
    await expect(ada.page.getByRole('alertdialog')).toBeHidden();
    await expect(grace.page.getByRole('alertdialog')).toBeHidden();
    await (round % 2 === 0 ? ada.callWith(grace) : grace.callWith(ada)).hangUp.click();
    await expectNoCall(ada, grace);
    await expectNoCall(grace, ada);
    await expectAllFitting(ada, grace, round);
  }
  for (const { label } of await ada.history.read()) expect(label).toBe('answered');
});

test(
  'two people with two devices each call each other at once: only the two devices used are in the call',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const adasPhone = await person('Ada', { profile: 'own' });
    const gracesPhone = await person('Grace', { profile: 'own' });
    await callEachOther(ada, grace, 'video', 0);
    await expectTalking(ada, grace, 'video');
    await expectNoCall(adasPhone, grace);
    await expectNoCall(gracesPhone, ada);
    await grace.callWith(ada).hangUp.click();
    await expect(ada.after.ended).toBeVisible();
    await expectNoCall(ada, grace);
    await expectNoCall(grace, ada);
    await expectAllFitting(ada, grace, 1);
    await expectAllFitting(adasPhone, gracesPhone, 1);
  },
);

test(
  'two people call each other at once, and one cancels right away',
  { tag: '@long' },
  async ({ person }) => {
    test.slow();
    const random = randomFor('both call, one cancels');
    const ada = await person('Ada');
    const grace = await person('Grace');
    for (let round = 1; round <= rounds; round += 1) {
      await Promise.all([ada.find(grace), grace.find(ada)]);
      await Promise.all([
        pressThen(ada.people.callButton(grace, 'voice'), 'Cancel', {
          atMs: soon(),
          afterMs: random.between(0, 40),
        }),
        pressTogether({ button: grace.people.callButton(ada, 'voice'), afterMs: random.between(-10, 40) }),
      ]);
      await endRemainingCall(ada, grace);
      await expectNoCall(ada, grace);
      await expectNoCall(grace, ada);
      await expectAllFitting(ada, grace);
    }
  },
);

/** Cancels a call that still rings and hangs up one that was answered, in case the press of Cancel missed both. */
async function endRemainingCall(ada: Person, grace: Person): Promise<void> {
  const call = grace.callWith(ada);
  const end = call.cancel.or(call.hangUp);
  await expect(async () => {
    if (await end.isVisible()) await end.click({ timeout: 1_000 });
    await expect(call.region).toBeHidden({ timeout: 1_000 });
    await expect(ada.callWith(grace).region).toBeHidden({ timeout: 1_000 });
  }).toPass();
}
