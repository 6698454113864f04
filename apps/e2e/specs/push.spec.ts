import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
import { CallId, MessageId } from '@ringback/protocol';
import { parse } from 'valibot';
import { settingsPage } from '../pages/settingsPage.ts';
import { signInPage } from '../pages/signIn.ts';
import { pressNotification, shownByWorker } from '../support/notifications.ts';
import { personIn } from '../support/person.ts';
import { installPushService, PushDelivery } from '../support/push.ts';
import { openRawDevice } from '../support/rawDevice.ts';
import type { Server } from '../support/server.ts';
import { expect, nameFor, test } from '../support/test.ts';

test.use({ settings: { PUSH_ALLOW_ADDRESSES: '127.0.0.0/8' } });

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['notifications', 'microphone']);
  await installPushService(context);
});

/** Grace turned notifications on in her browser and closed its last tab; Ada is somewhere else. */
async function withTabsClosed(
  {
    server,
    context,
    open,
  }: { server: Server; context: BrowserContext; open: (path: string) => Promise<Page> },
  { graceName, adaName }: { graceName: string; adaName: string },
) {
  const page = await open('/');
  await signInPage(page).signInAs(graceName);
  const grace = personIn(page, graceName);
  await grace.frame.settings.click();
  const { notifications, whileClosed } = settingsPage(page);
  await notifications.click();
  await expect(whileClosed).toBeChecked();
  await expect(whileClosed).not.toHaveAttribute('aria-busy', 'true');
  const push = await PushDelivery.to(await context.newPage(), server.url);
  const ada = await openRawDevice(server.url, adaName);
  await ada.hello();
  const found = await ada.find(graceName);
  if (!found.ok) throw new Error('Grace is not found.');
  await grace.closeTab();
  const [kept] = await push.kept();
  if (kept === undefined) throw new Error('Grace is not woken up here.');
  return { push, ada, grace: kept, graceId: found.data.id };
}

const newCallId = (): CallId => parse(CallId, randomUUID());

test('a closed tab: the worker tells of a call, declines it without a window, and tells of a missed one in its place', async ({
  server,
  context,
  open,
}, testInfo) => {
  const adaName = nameFor(testInfo, 'Ada');
  const names = { adaName, graceName: nameFor(testInfo, 'Grace') };
  const { push, ada, grace, graceId } = await withTabsClosed({ server, context, open }, names);
  const shown = () => shownByWorker(push.worker);

  const declined = newCallId();
  await ada.place(declined, graceId, 'audio');
  await push.wakeUp(grace, { call: declined });
  await expect
    .poll(shown)
    .toMatchObject([
      { title: `Incoming voice call from ${adaName}`, actions: ['Accept', 'Decline'], hasPicture: true },
    ]);
  expect(await ada.get(declined), 'nobody is promised a ring').toMatchObject({ data: { phase: 'calling' } });
  await pressNotification(push.worker, 'decline');
  await expect
    .poll(() => ada.get(declined))
    .toMatchObject({ data: { phase: 'ended', end: { reason: 'declined', by: graceId } } });
  await expect.poll(shown).toEqual([]);

  const missed = newCallId();
  await ada.place(missed, graceId, 'audio');
  await push.wakeUp(grace, { call: missed });
  await expect.poll(shown).toHaveLength(1);
  await ada.end(missed);
  await push.wakeUp(grace, { call: missed });
  await expect
    .poll(shown)
    .toMatchObject([{ title: `Missed voice call from ${adaName}`, actions: ['Call back', 'Message'] }]);

  await ada.write(graceId, parse(MessageId, randomUUID()), 'Call me when you’re free');
  await push.wakeUp(grace, { peer: ada.me.id });
  await expect
    .poll(shown)
    .toContainEqual(
      expect.objectContaining({ title: adaName, body: 'Call me when you’re free', hasPicture: true }),
    );
  ada.close();
});

test('"Accept" on a closed tab: the app opens as who is called, and is in the call', async ({
  server,
  context,
  open,
}, testInfo) => {
  const [adaName, graceName] = [nameFor(testInfo, 'Ada'), nameFor(testInfo, 'Grace')];
  const { push, ada, grace, graceId } = await withTabsClosed(
    { server, context, open },
    { adaName, graceName },
  );
  const callId = newCallId();
  await ada.place(callId, graceId, 'audio');
  await push.wakeUp(grace, { call: callId });
  await expect.poll(() => shownByWorker(push.worker)).toHaveLength(1);
  // The press of a script opens no window, so the window that it would open is opened beside it.
  await pressNotification(push.worker, 'accept');
  const opened = personIn(await open('/'), graceName);
  await expect(opened.callWith({ name: adaName }).region).toBeVisible();
  await expect.poll(() => ada.get(callId)).toMatchObject({ data: { phase: 'connecting' } });
  ada.close();
});

test('a worker that cannot reach the server says so', async ({ server, context, open }, testInfo) => {
  const names = { adaName: nameFor(testInfo, 'Ada'), graceName: nameFor(testInfo, 'Grace') };
  const { push, ada, grace } = await withTabsClosed({ server, context, open }, names);
  await server.kill();
  await push.wakeUp(grace, { call: newCallId() });
  await expect
    .poll(() => shownByWorker(push.worker))
    .toMatchObject([
      { title: 'You may have missed a call', body: 'The server could not be reached. Open Ringback to see.' },
    ]);
  await server.start();
  ada.close();
});

test('who signs out is woken up in this browser no more, and the token is given back', async ({
  server,
  context,
  open,
}, testInfo) => {
  const names = { adaName: nameFor(testInfo, 'Ada'), graceName: nameFor(testInfo, 'Grace') };
  const { push, ada, grace } = await withTabsClosed({ server, context, open }, names);
  const page = await open('/');
  await signInPage(page).continueAs(names.graceName).click();
  const back = personIn(page, names.graceName);
  await back.frame.settings.click();
  await expect(settingsPage(page).whileClosed).toBeChecked();
  await back.frame.signOut.click();
  await expect.poll(() => push.kept()).toEqual([]);
  const headers = { authorization: `Bearer ${grace.token}` };
  await expect
    .poll(async () => (await fetch(`${server.url}/api/push/people/${ada.me.id}`, { headers })).status)
    .toBe(401);
  ada.close();
});
