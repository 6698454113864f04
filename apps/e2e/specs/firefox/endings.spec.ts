import { expect, test } from '../../firefox/foxTest.ts';
import type { FoxPerson } from '../../firefox/foxPerson.ts';
import {
  connectMixed,
  expectMixedTalking,
  expectNoMixedCall,
  hangUpMixed,
  ringMixed,
} from '../../firefox/mixedCall.ts';
import { openHistory } from '../../support/histories.ts';
import type { Person } from '../../support/person.ts';

test.describe.configure({ mode: 'default' });

/** Waits until the newest line of each history holds these words. */
async function expectHistories(
  [chrome, chromesWords]: readonly [Person, string],
  [fox, foxesWords]: readonly [FoxPerson, string],
): Promise<void> {
  await openHistory(chrome);
  await expect(chrome.history.items.first()).toContainText(chromesWords);
  await fox.expectNewestCall(foxesWords);
}

test.describe('calls that are not answered', { tag: '@long' }, () => {
  test('Firefox cancels while it rings in Chromium', async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    await ringMixed({ fox, chrome, caller: 'Firefox' }, 'voice');
    await fox.callWith(chrome).press('Cancel');
    await fox.expectStatus(/Call canceled/);
    await expect(chrome.missedFrom(fox, 'voice').notice).toBeVisible();
    await expectNoMixedCall({ fox, chrome });
    await expectHistories([chrome, 'Missed'], [fox, 'Canceled']);
  });

  test('Chromium cancels while it rings in Firefox', async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    await ringMixed({ fox, chrome, caller: 'Chromium' }, 'video');
    await chrome.callWith(fox).cancel.click();
    await expect(chrome.after.canceled).toBeVisible();
    await fox.incomingFrom(chrome, 'video').expectGone();
    await fox.expectMissedFrom(chrome, 'video');
    await expectHistories([chrome, 'Canceled'], [fox, 'Missed']);
  });

  test('Firefox declines a call from Chromium', async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    await ringMixed({ fox, chrome, caller: 'Chromium' }, 'video');
    await fox.incomingFrom(chrome, 'video').press('Decline');
    await expect(chrome.after.dialog).toContainText(`${fox.name} declined`);
    await fox.incomingFrom(chrome, 'video').expectGone();
    await chrome.after.close.click();
    await expectHistories([chrome, 'Declined'], [fox, 'Declined']);
  });

  test('Chromium declines a call from Firefox', async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    await ringMixed({ fox, chrome, caller: 'Firefox' }, 'voice');
    await chrome.incomingFrom(fox, 'voice').decline.click();
    await fox.expectEnding(`${chrome.name} declined`);
    await expectHistories([chrome, 'Declined'], [fox, 'Declined']);
  });

  test.describe('with a short ring', () => {
    test.use({ settings: { RING_TIMEOUT_MS: '2500' } });

    test('Chromium does not answer Firefox', async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      await ringMixed({ fox, chrome, caller: 'Firefox' }, 'voice');
      await fox.expectEnding('No answer');
      await expect(chrome.missedFrom(fox, 'voice').notice).toBeVisible();
      await expectHistories([chrome, 'Missed'], [fox, 'No answer']);
    });

    test('Firefox does not answer Chromium', async ({ person, foxPerson }) => {
      const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
      await ringMixed({ fox, chrome, caller: 'Chromium' }, 'voice');
      await expect(chrome.after.dialog).toContainText('No answer');
      await fox.expectMissedFrom(chrome, 'voice');
    });
  });
});

test(
  'a third person calls two who talk, in Firefox and in Chromium: it rings beside their call, which goes on',
  { tag: '@long' },
  async ({ person, foxPerson }) => {
    const [chrome, fox] = [await person('Ada'), await foxPerson('Grace')];
    const third = await person('Mary', { profile: 'own' });
    const pair = { fox, chrome, caller: 'Firefox' } as const;
    await connectMixed(pair, 'voice');
    for (const callee of [fox, chrome]) {
      await third.place('voice', callee);
      await expect(third.callWith(callee).status).toHaveText('Ringing…');
      await third.callWith(callee).cancel.click();
      await expect(third.callWith(callee).region).toBeHidden();
    }
    await fox.expectMissedFrom(third, 'voice');
    await expectMixedTalking(pair, 'voice');
    await hangUpMixed(pair, 'Firefox');
  },
);
