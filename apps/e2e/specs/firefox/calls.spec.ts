import {
  acceptMixed,
  connectMixed,
  expectMixedRoute,
  expectMixedTalking,
  hangUpMixed,
  ringMixed,
  untilMixedLasted,
  type BrowserName,
  type MixedPair,
} from '../../firefox/mixedCall.ts';
import { expect, test } from '../../firefox/foxTest.ts';
import { expectFoxMoving } from '../../firefox/foxPerson.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { longIf } from '../../support/tags.ts';

/** Firefox takes seconds to start, so one worker runs these in turn. */
test.describe.configure({ mode: 'default' });

const callers: readonly BrowserName[] = ['Firefox', 'Chromium'];

/** Waits until each of the two sees the other move. */
async function expectPictures({ fox, chrome }: MixedPair): Promise<void> {
  await expectMoving(chrome.callWith(fox).theirVideo);
  await expectFoxMoving(fox, `${chrome.name}'s video`);
}

for (const caller of callers)
  test(
    `a voice call from ${caller}: both hear each other, and the other side hangs up`,
    { tag: longIf(caller === 'Chromium') },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      const pair = { fox, chrome, caller };
      await connectMixed(pair, 'voice');
      await expectMixedRoute(pair, 'direct');
      await hangUpMixed(pair, caller === 'Firefox' ? 'Chromium' : 'Firefox');
    },
  );

test.describe('with a relay', () => {
  test.use({ settings: { RELAY: '' } });

  for (const caller of callers)
    test(
      `the first video call of two strangers, from ${caller}: it moves to a direct link, and goes on both ways`,
      { tag: longIf(caller === 'Firefox') },
      async ({ person, foxPerson }) => {
        const [chrome, fox] = [await person('Ada', { profile: 'own' }), await foxPerson('Grace')];
        const pair = { fox, chrome, caller };
        await connectMixed(pair, 'video');
        await expectMixedRoute(pair, 'direct');
        await expectPictures(pair);
        // By then the relayed link is closed, and all media comes over the direct one.
        await untilMixedLasted(pair, 4);
        await expectMixedTalking(pair, 'video');
        await hangUpMixed(pair, caller);
      },
    );

  test(
    'two who know each other call again, both ways: pictures come at once and stay',
    { tag: '@long' },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      for (const caller of [...callers, ...callers]) {
        const pair = { fox, chrome, caller };
        await connectMixed(pair, 'video');
        await expectPictures(pair);
        await expectMixedTalking(pair, 'video');
        await hangUpMixed(pair, 'Chromium');
      }
    },
  );
});

test(
  'cameras are turned off and on in Firefox and in Chromium',
  { tag: '@long' },
  async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    const pair: MixedPair = { fox, chrome, caller: 'Chromium' };
    await connectMixed(pair, 'video');
    await fox.callWith(chrome).press('Turn camera off');
    await expect(chrome.callWith(fox).theirVideo).toBeHidden();
    await chrome.callWith(fox).cameraOff.click();
    await fox.screen.expectGone({ role: 'video', name: `${chrome.name}'s video` });
    await expectMixedTalking(pair, 'voice');
    await fox.callWith(chrome).press('Turn camera on');
    await chrome.callWith(fox).cameraOn.click();
    await expectPictures(pair);
    await hangUpMixed(pair, 'Firefox');
  },
);

for (const reloads of callers)
  test(
    `${reloads} is reloaded in a call: it goes on both ways`,
    { tag: '@long' },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      const pair: MixedPair = { fox, chrome, caller: 'Chromium' };
      await connectMixed(pair, 'video');
      await (reloads === 'Firefox' ? fox : chrome).reload();
      await expectMixedTalking(pair, 'video');
      await expectPictures(pair);
      await hangUpMixed(pair, 'Firefox');
    },
  );

for (const caller of callers)
  test(
    `${caller} is reloaded while its call rings, and is answered`,
    { tag: '@long' },
    async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      const pair = { fox, chrome, caller };
      await ringMixed(pair, 'voice');
      await (caller === 'Firefox' ? fox : chrome).reload();
      await acceptMixed(pair, 'voice');
      await expectMixedTalking(pair, 'voice');
      await hangUpMixed(pair, caller);
    },
  );
