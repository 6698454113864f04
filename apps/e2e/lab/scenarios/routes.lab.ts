import { coturnSettings } from '../coturn.ts';
import { expect, printFigure, test } from '../labTest.ts';
import { expectRoute, setUpText, setUpOf, talk, type Talk } from '../labCall.ts';

async function printSetUp(call: Talk): Promise<void> {
  printFigure(setUpText(await setUpOf(call)));
}

test('two people in one home: direct', { tag: '@long' }, async ({ join }) => {
  const call = await talk(await join('ada'), await join('ida'));
  await expectRoute(call, 'direct');
  await printSetUp(call);
});

test('two homes with cone routers: direct', async ({ join }) => {
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'direct');
  await printSetUp(call);
});

test('two homes with symmetric routers: relayed', async ({ lab, join }) => {
  for (const home of [lab.homes.ada, lab.homes.grace]) await home.translate('symmetric');
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'relay');
  await printSetUp(call);
});

test('no direct packets between the homes: relayed', async ({ lab, join }) => {
  await lab.homes.ada.cut({ what: 'udp', with: lab.homes.grace.address });
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'relay');
  await printSetUp(call);
});

test('one home without UDP: relayed over TCP', { tag: '@long' }, async ({ lab, join }) => {
  await lab.homes.ada.cut({ what: 'udp' });
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'relay');
  await printSetUp(call);
});

test('both homes without UDP: relayed over TCP', { tag: '@long' }, async ({ lab, join }) => {
  for (const home of [lab.homes.ada, lab.homes.grace]) await home.cut({ what: 'udp' });
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'relay');
  await printSetUp(call);
});

test.describe('with coturn on port 443', () => {
  test.use({ settings: coturnSettings });

  test('both homes limited to TCP port 443: relayed over TCP', async ({ lab, join }) => {
    const coturn = await lab.startCoturn();
    for (const home of [lab.homes.ada, lab.homes.grace]) await home.cut({ what: 'allButTcp443' });
    const call = await talk(await join('ada'), await join('grace'));
    await expectRoute(call, 'relay');
    await printSetUp(call);
    await coturn.stop();
  });
});

test.describe('without any relay', () => {
  test.use({ settings: { RELAY: 'off', CONNECT_TIMEOUT_MS: '6000' } });

  test('no packets between the homes: the call fails, and says so', async ({ lab, join }) => {
    await lab.homes.ada.cut({ what: 'everything', with: lab.homes.grace.address });
    const [ada, grace] = [await join('ada'), await join('grace')];
    await ada.place('video', grace);
    await grace.incomingFrom(ada, 'video').accept.click();
    for (const person of [ada, grace]) await expect(person.after.dialog).toContainText('Call failed');
  });
});
