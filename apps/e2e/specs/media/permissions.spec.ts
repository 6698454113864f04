import { expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectHistories } from '../../support/histories.ts';
import { holdInputs, holdInputsOnLoad } from '../../support/media/inputProbe.ts';
import { expectIncoming } from '../../support/media/mediaProbe.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

// This browser prompts for permissions and denies those that were not granted beforehand. Launch flags differ, so these
// specs have their own browser.
test.use({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const args = (launchOptions.args ?? []).filter((flag) => flag !== '--use-fake-ui-for-media-stream');
      await provide({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
});

async function grant(person: Person, ...inputs: ('microphone' | 'camera')[]): Promise<void> {
  await person.page.context().grantPermissions(inputs);
}

test('a callee without microphone permission listens, and both sides say so', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await grant(ada, 'microphone');
  await grant(grace);
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expect(ada.callWith(grace).region).toHaveAttribute('data-phase', 'active');
  await expectIncoming(grace, 'voice');
  await expect(grace.callWith(ada).region).toContainText(/microphone/i);
  await expect(ada.callWith(grace).region).toContainText(/microphone/i);
  await hangUp(grace, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'a caller without microphone permission still places the call, and listens',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await grant(ada);
    await grant(grace, 'microphone');
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').accept.click();
    await expect(ada.callWith(grace).region).toHaveAttribute('data-phase', 'active');
    await expectIncoming(ada, 'voice');
    await expect(ada.callWith(grace).region).toContainText(/microphone/i);
    await expect(grace.callWith(ada).region).toContainText(/microphone/i);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('a video call without camera permission continues with sound', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await grant(ada, 'microphone', 'camera');
  await grant(grace, 'microphone');
  await ringCallee(ada, grace, 'video');
  await grace.incomingFrom(ada, 'video').accept.click();
  await expectTalking(ada, grace, 'voice');
  await expectIncoming(grace, 'video');
  await expect(grace.callWith(ada).region).toContainText(/camera/i);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
});

test(
  'nothing rings while the browser asks for permission; canceling then leaves no call',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    const answer = await holdInputs(ada.page);
    await ada.place('voice', grace);
    await expect(ada.callWith(grace).region).toContainText('Allow your microphone');
    await expectNoCall(grace, ada);
    await ada.callWith(grace).cancel.click();
    await expectNoCall(ada, grace);
    await answer();
    await expectNoCall(ada, grace);
    await grace.navigation.calls.click();
    await expect(grace.history.heading).toBeVisible();
    await expect(grace.history.items).toHaveCount(0);

    await grant(ada, 'microphone');
    await ringCallee(ada, grace, 'voice');
    await ada.callWith(grace).cancel.click();
    await expectHistories(ada, { label: 'Canceled', direction: 'Outgoing', medium: 'voice' }, grace, {
      label: 'Missed',
      direction: 'Incoming',
      medium: 'voice',
    });
  },
);

test(
  'both sides know that the callee cannot be heard while the browser asks, also after a reload',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await grant(ada, 'microphone');
    const [callersCall, calleesCall] = [ada.callWith(grace), grace.callWith(ada)];
    const prompt = 'Allow your microphone';
    const unheard = `${grace.name} can't be heard yet`;
    const answer = await holdInputs(grace.page);
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').accept.click();
    await expect(calleesCall.status).toHaveText(/^\d+:\d\d$/);
    await expect(calleesCall.region).toContainText(prompt);
    await expect(callersCall.region).toContainText(unheard);

    await holdInputsOnLoad(grace.page);
    await grace.page.reload();
    await expect(calleesCall.region).toContainText(prompt);
    await expect(callersCall.region).toContainText(unheard);
    await grant(grace, 'microphone');
    await answer();
    await expect(calleesCall.region).not.toContainText(prompt);
    await expect(callersCall.region).not.toContainText(unheard);
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'the permission is taken back in mid-call: both sides know, and "Unmute" uses it once it is given again',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await grant(ada, 'microphone');
    await grant(grace, 'microphone');
    await ringCallee(ada, grace, 'voice');
    await grace.incomingFrom(ada, 'voice').accept.click();
    await expectTalking(ada, grace, 'voice');
    await grace.page.context().clearPermissions();
    await expect(grace.callWith(ada).region).toContainText('may not use your microphone');
    await expect(ada.callWith(grace).region).toContainText(`${grace.name} has no microphone`);
    await grant(grace, 'microphone');
    await grace.callWith(ada).unmute.click();
    await expectTalking(ada, grace, 'voice');
    await expect(ada.callWith(grace).region).not.toContainText('has no microphone');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);
