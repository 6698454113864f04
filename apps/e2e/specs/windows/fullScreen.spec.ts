import { connect, expectNoCall } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

const isFullScreen = ({ page }: Person) => page.evaluate(() => document.fullscreenElement !== null);

async function expectFullScreen(person: Person, expected: boolean): Promise<void> {
  await expect.poll(() => isFullScreen(person)).toBe(expected);
}

test(
  'a call fills the screen by button, key and double press, and leaves it with the call or when it shrinks',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    await call.fullScreen.click();
    await expectFullScreen(ada, true);
    await call.exitFullScreen.click();
    await expectFullScreen(ada, false);
    await ada.page.keyboard.press('f');
    await expectFullScreen(ada, true);
    await ada.page.keyboard.press('Escape');
    await expectFullScreen(ada, false);
    await expect(call.region, 'Escape left the full screen only').toHaveAttribute('data-layout', 'full');
    await call.region.dblclick({ position: { x: 300, y: 200 } });
    await expectFullScreen(ada, true);
    await ada.backToApp();
    await expectFullScreen(ada, false);
    await call.open.click({ position: { x: 40, y: 20 } });
    await ada.page.keyboard.press('f');
    await expectFullScreen(ada, true);
    await call.hangUp.click();
    await expectFullScreen(ada, false);
    await expectNoCall(ada, grace);
  },
);
