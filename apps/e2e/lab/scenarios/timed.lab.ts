import { expectNoCall } from '../../support/calling.ts';
import { tell, test } from '../labTest.ts';
import { setUpInWords, setUpOf, talk, type Talk } from '../talking.ts';

// What is judged by its time: nothing else runs meanwhile.

async function hangUp({ caller, callee }: Talk): Promise<void> {
  await caller.callWith(callee).hangUp.click();
  await expectNoCall(caller, callee);
  await expectNoCall(callee, caller);
}

test('80 ms there and back: the call comes up', async ({ lab, join }) => {
  const [ada, grace] = [await join('ada'), await join('grace')];
  await lab.internet.set({ delayMs: 40 });
  const atOnce = await talk(ada, grace);
  tell(`answered in the instant it rings, ${setUpInWords(await setUpOf(atOnce))}`);
  await hangUp(atOnce);
  const afterAMoment = await talk(ada, grace, { rings: 'untilConnected' });
  tell(`answered once the two are connected, ${setUpInWords(await setUpOf(afterAMoment))}`);
});
