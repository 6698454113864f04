import type { Page } from 'puppeteer-core';
import { expect, test } from '../../firefox/foxTest.ts';
import { connectMixed, expectMixedTalking, hangUpMixed, untilMixedLasted } from '../../firefox/mixedCall.ts';

// Strangers hide their addresses until the answer, so their call starts on the relay and moves to a direct link.
test.use({ settings: { RELAY: '' } });

/**
 * Makes a page wait for its statistics, so that a connection is nearly always closed while they are under way. Firefox
 * never answers then.
 */
async function slowDownStatistics(page: Page): Promise<void> {
  await page.evaluate(() => {
    const native: {
      readonly getStats: (
        this: RTCPeerConnection,
        selector?: MediaStreamTrack | null,
      ) => Promise<RTCStatsReport>;
    } = RTCPeerConnection.prototype;
    const { getStats } = native;
    RTCPeerConnection.prototype.getStats = async function slowly(...args) {
      const report = await getStats.apply(this, args);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return this.connectionState === 'closed' ? new Promise(() => {}) : report;
    };
  });
}

test(
  'the relayed link of two strangers is closed while Firefox counts its packets: it still notices the next link',
  { tag: '@long' },
  async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada', { profile: 'own' }), await foxPerson('Grace')];
    await slowDownStatistics(fox.page);
    const pair = { fox, chrome, caller: 'Chromium' } as const;
    await connectMixed(pair, 'video');
    await untilMixedLasted(pair, 4);
    await expect(chrome.callWith(fox).region).toHaveAttribute('data-route', 'direct');
    await chrome.reload();
    await expectMixedTalking(pair, 'video');
    await hangUpMixed(pair, 'Firefox');
  },
);
