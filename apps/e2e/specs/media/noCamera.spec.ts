import { expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { openInputs } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';

// A machine with a microphone and no camera. Launch flags differ, so these specs have their own browser.
test.use({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const args = [...(launchOptions.args ?? []), '--use-fake-device-for-media-stream=device-count=0'];
      await provide({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
});

test(
  'a video call without any camera continues by voice, and says so',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    await grace.incomingFrom(ada, 'video').accept.click();
    await expectTalking(ada, grace, 'voice');
    for (const [one, other] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      expect(await openInputs(one.page)).toEqual({ audio: 1, video: 0 });
      await expect(one.callWith(other).region).toContainText(/no camera/i);
    }
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);
