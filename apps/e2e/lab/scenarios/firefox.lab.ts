import {
  connectMixed,
  expectMixedReconnecting,
  expectMixedRoute,
  expectMixedTalking,
  hangUpMixed,
  type BrowserName,
  type MixedPair,
} from '../../firefox/mixedCall.ts';
import { test } from '../labTest.ts';

const callers: readonly BrowserName[] = ['Firefox', 'Chromium'];

/** As seen by the person in Chromium. */
const directions = { 'both directions': 'both', 'toward Firefox': 'out', 'toward Chromium': 'in' } as const;

for (const caller of callers)
  for (const [words, direction] of Object.entries(directions))
    test(
      `the direct path of a video call from ${caller} breaks, ${words}: it continues, relayed, and returns`,
      { tag: '@long' },
      async ({ lab, join, joinInFirefox }) => {
        const pair: MixedPair = { chrome: await join('ada'), fox: await joinInFirefox('grace'), caller };
        await connectMixed(pair, 'video');
        await expectMixedRoute(pair, 'direct');
        await lab.homes.ada.cut({ what: 'everything', with: lab.homes.grace.address, direction });
        await expectMixedRoute(pair, 'relay');
        await expectMixedTalking(pair, 'video');
        await lab.homes.ada.cut();
        await expectMixedRoute(pair, 'direct');
        await expectMixedTalking(pair, 'video');
        await hangUpMixed(pair, 'Firefox');
      },
    );

test(
  'UDP breaks in a relayed call: it continues over TCP',
  { tag: '@long' },
  async ({ lab, join, joinInFirefox }) => {
    for (const home of [lab.homes.ada, lab.homes.grace]) await home.translate('symmetric');
    const pair: MixedPair = {
      chrome: await join('ada'),
      fox: await joinInFirefox('grace'),
      caller: 'Firefox',
    };
    await connectMixed(pair, 'video');
    await expectMixedRoute(pair, 'relay');
    await lab.homes.grace.cut({ what: 'udp' });
    await expectMixedTalking(pair, 'video');
    await hangUpMixed(pair, 'Chromium');
  },
);

test(
  'a total outage of one home: the call continues after it',
  { tag: '@long' },
  async ({ lab, join, joinInFirefox }) => {
    const pair: MixedPair = {
      chrome: await join('ada'),
      fox: await joinInFirefox('grace'),
      caller: 'Chromium',
    };
    await connectMixed(pair, 'video');
    await lab.homes.grace.cut({ what: 'everything' });
    await expectMixedReconnecting(pair);
    await lab.homes.grace.cut();
    await expectMixedTalking(pair, 'video');
    await hangUpMixed(pair, 'Firefox');
  },
);
