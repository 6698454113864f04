import { connect } from '../../support/callSteps.ts';
import { longIf } from '../../support/tags.ts';
import { expect, test } from '../../support/test.ts';

/** The words of a call's last screen, once it has come and gone. It runs in the page. */
async function watchEnding(): Promise<string> {
  const card = (): Element | null => document.querySelector('section[data-phase=ended]');
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise(requestAnimationFrame);
  };
  await until(() => card() !== null);
  const words = card()?.querySelector('[role=status]')?.textContent ?? '';
  await until(() => card() === null);
  return words;
}

for (const motion of ['no-preference', 'reduce'] as const) {
  const title = `a call that was hung up leaves with a card on both sides (motion: ${motion})`;
  test(title, { tag: longIf(motion === 'reduce') }, async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    for (const { page } of [ada, grace]) await page.emulateMedia({ reducedMotion: motion });
    await connect(ada, grace, 'voice');
    const endings = Promise.all([ada.page.evaluate(watchEnding), grace.page.evaluate(watchEnding)]);
    await ada.callWith(grace).hangUp.click();
    for (const words of await endings) expect(words).toMatch(/^Call ended, 0:\d\d$/);
    await expect(ada.after.ended).toHaveCount(1);
    await expect(ada.callWith(grace).region).toBeHidden();
  });
}
