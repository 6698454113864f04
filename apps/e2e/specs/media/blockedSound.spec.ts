import type { Locator } from '@playwright/test';
import { expectTalking, ringCallee } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test(
  'with sound blocked, a slow press on Accept moves nothing and answers',
  { tag: '@long' },
  async ({ context, person }) => {
    await context.addInitScript(blockSound);
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'video');
    const { dialog, accept } = grace.incomingFrom(ada, 'video');
    await expect(dialog.getByText('Sound is off')).toBeVisible();
    await accept.hover();
    const before = await middleOf(accept);
    await grace.page.mouse.down();
    // By then, a sound that the press allowed would have started.
    await grace.page.evaluate(async () => {
      for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
    });
    expect(await middleOf(accept)).toBeCloseTo(before, 0);
    await grace.page.mouse.up();
    await expectTalking(ada, grace, 'video');
  },
);

/** Vertical position of a button's middle, in pixels: a pressed button shrinks around it. */
async function middleOf(button: Locator): Promise<number> {
  const box = await button.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return box.y + box.height / 2;
}

/**
 * Test browsers let every page play sound, because every command counts as a press. This blocks sound until a pointer
 * is pressed in the page.
 */
function blockSound(): void {
  let isLetThrough = false;
  addEventListener('pointerdown', () => (isLetThrough = true), true);
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      if (!isLetThrough) void this.suspend();
    }
    override resume(): Promise<void> {
      return isLetThrough ? super.resume() : Promise.withResolvers<void>().promise;
    }
  };
}
