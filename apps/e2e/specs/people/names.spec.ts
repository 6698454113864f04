import { randomUUID } from 'node:crypto';
import { MessageId } from '@ringback/protocol';
import * as v from 'valibot';
import { openConversation } from '../../support/openConversation.ts';
import { cancelCalls, openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test('a Hebrew name stands isolated in a sentence, whose name for screen readers stays exact', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const noa = { name: nameFor(testInfo, 'נועה') };
  const [phone, adas] = [
    await openRawDevice(server.url, noa.name),
    await openRawDevice(server.url, ada.name),
  ];
  await cancelCalls(phone, adas, ['audio']);
  const { notice } = ada.missedFrom(noa, 'voice');
  await expect(notice).toBeVisible();
  await expect(notice.locator('bdi')).toHaveText(noa.name);
});

test('one search finds a name without spaces among people and in the history', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const taro = { name: nameFor(testInfo, '山田太郎') };
  const [phone, adas] = [
    await openRawDevice(server.url, taro.name),
    await openRawDevice(server.url, ada.name),
  ];
  await cancelCalls(phone, adas, ['audio']);
  const typed = taro.name.replace('山田', '');
  await ada.navigation.people.click();
  await ada.people.search.fill(typed);
  await expect(ada.people.person(taro)).toBeVisible();
  await ada.navigation.calls.click();
  await ada.history.search.fill(typed);
  await expect(ada.history.linesOf(taro)).toHaveCount(1);
});

test('an address in a message opens in a new tab without an opener', async ({ person, server }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const [phone, adas] = [
    await openRawDevice(server.url, grace.name),
    await openRawDevice(server.url, ada.name),
  ];
  const address = new URL('/healthz?a=(b)', server.url).href;
  const text = `See ${address}\u202e, or javascript:alert(1)`;
  await phone.must('message:send', { id: v.parse(MessageId, randomUUID()), to: adas.userId, text });
  const talk = await openConversation(ada, grace);
  const link = talk.region.getByRole('link', { name: address, exact: true });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(talk.region.getByRole('link', { name: 'javascript' })).toBeHidden();
  const opened = ada.page.waitForEvent('popup');
  await link.click();
  expect(await (await opened).evaluate(() => window.opener === null)).toBe(true);
});
