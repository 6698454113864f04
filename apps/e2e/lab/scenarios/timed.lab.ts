import { expectNoCall } from '../../support/callSteps.ts';
import { printFigure, test } from '../labTest.ts';
import { setUpText, setUpOf, talk, type Talk } from '../labCall.ts';

// Scenarios with time limits: nothing else runs at the same time.

async function hangUp({ caller, callee }: Talk): Promise<void> {
  await caller.callWith(callee).hangUp.click();
  await expectNoCall(caller, callee);
  await expectNoCall(callee, caller);
}

test('a round trip of 80 ms: the call comes up', async ({ lab, join }) => {
  const [ada, grace] = [await join('ada'), await join('grace')];
  await lab.internet.set({ delayMs: 40 });
  const atOnce = await talk(ada, grace);
  printFigure(`answered in the instant it rings, ${setUpText(await setUpOf(atOnce))}`);
  await hangUp(atOnce);
  const afterAMoment = await talk(ada, grace, { rings: 'untilConnected' });
  printFigure(`answered once the two are connected, ${setUpText(await setUpOf(afterAMoment))}`);
});
