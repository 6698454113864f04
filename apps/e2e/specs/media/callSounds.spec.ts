import type { Page } from '@playwright/test';
import { connect, expectNoCall } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

declare global {
  interface Window {
    /** The lengths of the tones that the page has started, in seconds. */
    startedTones?: number[];
  }
}

test(
  'what happens in a call is heard, unless call sounds are off on this device',
  { tag: '@long' },
  async ({ context, person }) => {
    await context.addInitScript(probeTones);
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await connect(ada, grace, 'voice');
    // After the ringback tone, which the caller heard before.
    await expect.poll(() => countTones(ada.page)).toBeGreaterThan(1);
    await end(ada, grace);
    await turnOff(ada);
    await ada.reload();
    await connect(grace, ada, 'voice');
    const before = await countTones(ada.page);
    await end(grace, ada);
    expect(await countTones(ada.page)).toBe(before);
  },
);

async function end(one: Person, other: Person): Promise<void> {
  await one.callWith(other).hangUp.click();
  await expect(other.after.ended).toBeVisible();
  await expectNoCall(other, one);
}

async function turnOff({ navigation, page }: Person): Promise<void> {
  await navigation.settings.click();
  const sounds = page.getByRole('switch', { name: 'Call sounds' });
  await expect(sounds).toBeChecked();
  await sounds.click();
  await expect(sounds).not.toBeChecked();
}

function countTones(page: Page): Promise<number> {
  return page.evaluate(() => window.startedTones?.length ?? 0);
}

/** Runs in the page, so it may use nothing from this file. */
function probeTones(): void {
  const started: number[] = (window.startedTones = []);
  const start: unknown = Reflect.get(AudioBufferSourceNode.prototype, 'start');
  AudioBufferSourceNode.prototype.start = function (...when) {
    started.push(this.buffer?.duration ?? 0);
    if (typeof start === 'function') Reflect.apply(start, this, when);
  };
}
