import type { TestInfo } from '@playwright/test';
import { localhostCertificate, PushService } from '@ringback/testkit';
import { settingsPage } from '../../pages/settingsPage.ts';
import { signInPage } from '../../pages/signIn.ts';
import { expectTalking } from '../../support/callSteps.ts';
import {
  pressNotification,
  recordShown,
  shownByWorker,
} from '../../support/notifications/notificationProbe.ts';
import { personIn, type Person } from '../../support/person.ts';
import { installPushService, PushDelivery } from '../../support/notifications/pushDelivery.ts';
import { expect, nameFor, test as base } from '../../support/test.ts';

/*
 * The whole way of a push, but for the push services of the world: the server seals a message for a browser and sends it
 * to the push service of the tests, by https and as to any other; there it is opened with the keys of the browser, and
 * what was in it is given to the service worker.
 */

/** A user whose browser receives pushes while none of her tabs is open. */
interface PushFixture {
  readonly name: string;
  readonly push: PushDelivery;
  readonly service: PushService;
}

const test = base.extend<{ grace: PushFixture; ada: Person }>({
  grace: async ({ server, context, open }, provide, testInfo: TestInfo) => {
    await using service = await PushService.start();
    const browser = service.browser();
    await context.grantPermissions(['notifications', 'microphone', 'camera']);
    await installPushService(context, browser);
    const name = nameFor(testInfo, 'Grace');
    const page = await open('/');
    await signInPage(page).signInAs(name);
    const grace = personIn(page, name);
    await grace.navigation.settings.click();
    const { notifications, whileClosed } = settingsPage(page);
    await notifications.click();
    await expect(whileClosed).toBeChecked();
    await expect(whileClosed).not.toHaveAttribute('aria-busy', 'true');
    const push = await PushDelivery.to(await context.newPage(), server.url, { service, browser });
    await grace.closeTab();
    await provide({ name, push, service });
    expect(service.faults, 'what the server sent and no browser could open').toEqual([]);
  },
  ada: async ({ person }, provide) => provide(await person('Ada', { profile: 'own' })),
});

test.use({
  settings: {
    PUSH_ALLOW_ADDRESSES: '127.0.0.0/8',
    NODE_EXTRA_CA_CERTS: localhostCertificate.certPath,
  },
});

test('with the tab closed the worker announces a call, and "Decline" declines it for the caller', async ({
  grace,
  ada,
}) => {
  const { worker } = grace.push;
  await recordShown(worker);
  await ada.place('voice', grace);
  await expect
    .poll(() => shownByWorker(worker))
    .toMatchObject([
      { title: `Call request from ${ada.name}`, actions: ['Accept', 'Decline'], hasPicture: true },
    ]);
  await expect(ada.callWith(grace).status, 'the status does not promise a ring').toHaveText('Calling…');
  await pressNotification(worker, 'decline');
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await expect.poll(() => shownByWorker(worker)).toEqual([]);

  // Pushes arrive in order, so those of the next call come after all of this one.
  await ada.after.close.click();
  await ada.place('video', grace);
  await expect
    .poll(() => recordShown(worker), 'a call that was declined here causes no notification')
    .toEqual([`Call request from ${ada.name}`, `Call request from ${ada.name}`]);
});

test(
  'with the tab closed "Accept" opens the app as the callee, and both talk',
  { tag: '@long' },
  async ({ grace, ada, open }) => {
    const { worker } = grace.push;
    await ada.place('voice', grace);
    await expect.poll(() => shownByWorker(worker)).toHaveLength(1);
    // A scripted press may not open a window, so this opens the window that the worker requests.
    const [address = 'nothing'] = await pressNotification(worker, 'accept');
    const opened = personIn(await open(address), grace.name);
    await expectTalking(ada, opened, 'voice');
    await expect.poll(() => shownByWorker(worker)).toEqual([]);
  },
);

test(
  'a browser without WebRTC announces no ring, only what was missed',
  { tag: '@long' },
  async ({ grace, ada, context, open }) => {
    const { worker } = grace.push;
    await recordShown(worker);
    await context.addInitScript(() => {
      Reflect.deleteProperty(window, 'RTCPeerConnection');
    });
    const page = await open('/');
    await signInPage(page).continueAs(grace.name).click();
    await personIn(page, grace.name).navigation.settings.click();
    await expect(settingsPage(page).whileClosed).toBeChecked();
    await page.close();
    await ada.place('voice', grace);
    await expect.poll(() => grace.service.received.length, 'the push of the ring').toBeGreaterThan(0);
    await ada.callWith(grace).cancel.click();
    await ada.people.conversation(grace).click();
    await ada.conversationWith(grace).field.fill('Call me');
    await ada.conversationWith(grace).send.click();
    await expect.poll(() => shownByWorker(worker)).toHaveLength(2);
    expect(await recordShown(worker)).not.toContain(`Call request from ${ada.name}`);
  },
);

test(
  'the visible tab closes while it rings: from then on the worker announces the call',
  { tag: '@long' },
  async ({ grace, ada, open }) => {
    const { worker } = grace.push;
    const page = await open('/');
    await signInPage(page).continueAs(grace.name).click();
    const shown = personIn(page, grace.name);
    await ada.place('voice', grace);
    await expect(shown.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await expect.poll(() => grace.service.received).toHaveLength(1);
    expect(await shownByWorker(worker)).toEqual([]);
    await page.close();
    await expect
      .poll(() => shownByWorker(worker))
      .toMatchObject([{ title: `Call request from ${ada.name}` }]);
  },
);

test('a missed call replaces its ringing notification; a message is announced beside it', async ({
  grace,
  ada,
}) => {
  const { worker } = grace.push;
  await ada.place('voice', grace);
  await expect.poll(() => shownByWorker(worker)).toHaveLength(1);
  await ada.callWith(grace).cancel.click();
  await expect
    .poll(() => shownByWorker(worker))
    .toMatchObject([{ title: `Missed voice call from ${ada.name}`, actions: ['Call back', 'Message'] }]);

  await ada.people.conversation(grace).click();
  const { field, send } = ada.conversationWith(grace);
  await field.fill('Call me when you’re free');
  await send.click();
  await expect
    .poll(() => shownByWorker(worker))
    .toContainEqual(
      expect.objectContaining({ title: ada.name, body: 'Call me when you’re free', hasPicture: true }),
    );
});

test(
  'a browser that was off announces a canceled call as missed, never as ringing',
  { tag: '@long' },
  async ({ grace, ada }) => {
    const { push, service } = grace;
    await recordShown(push.worker);
    push.hold();
    await ada.place('voice', grace);
    await expect.poll(() => service.received).toHaveLength(1);
    await ada.callWith(grace).cancel.click();
    await expect.poll(() => service.received).toHaveLength(2);
    await push.release();
    await expect
      .poll(() => shownByWorker(push.worker))
      .toMatchObject([{ title: `Missed voice call from ${ada.name}` }]);
    expect(new Set(await recordShown(push.worker))).toEqual(new Set([`Missed voice call from ${ada.name}`]));
  },
);

test(
  'a late server answer does not bring back a call that is over',
  { tag: '@long' },
  async ({ grace, ada }) => {
    const { worker } = grace.push;
    await recordShown(worker);
    await worker.evaluate(delayFirstAnswer);
    await ada.place('voice', grace);
    await expect.poll(() => worker.evaluate(() => globalThis.withheldAnswers)).toBe(1);
    await ada.callWith(grace).cancel.click();
    await expect.poll(() => recordShown(worker)).toEqual([`Missed voice call from ${ada.name}`]);
    await expect.poll(() => worker.evaluate(() => globalThis.withheldAnswers)).toBe(0);
    const [notification] = await shownByWorker(worker);
    expect(notification?.title).toBe(`Missed voice call from ${ada.name}`);
  },
);

test(
  'the worker notices the end of a call even if the push about it never comes',
  { tag: '@long' },
  async ({ grace, ada }) => {
    const { push } = grace;
    await ada.place('voice', grace);
    await expect.poll(() => shownByWorker(push.worker)).toHaveLength(1);
    push.hold();
    await ada.callWith(grace).cancel.click();
    await expect
      .poll(() => shownByWorker(push.worker))
      .toMatchObject([{ title: `Missed voice call from ${ada.name}` }]);
  },
);

test('a worker that cannot reach the server says so', { tag: '@long' }, async ({ grace, ada, server }) => {
  const { push, service } = grace;
  push.hold();
  await ada.place('voice', grace);
  await expect.poll(() => service.received).toHaveLength(1);
  await server.kill();
  await push.release();
  await expect
    .poll(() => shownByWorker(push.worker))
    .toMatchObject([
      { title: 'You may have missed a call', body: 'The server could not be reached. Open Ringback to see.' },
    ]);
  await server.start();
});

test(
  'signing out unsubscribes the browser, returns the token, and removes the notifications',
  { tag: '@long' },
  async ({ grace, ada, server, open }) => {
    const [subscription] = await grace.push.subscriptions();
    await ada.find(grace);
    await ada.people.conversation(grace).click();
    await ada.conversationWith(grace).field.fill('For your eyes only');
    await ada.conversationWith(grace).send.click();
    await expect.poll(() => shownByWorker(grace.push.worker)).toMatchObject([{ body: 'For your eyes only' }]);
    const page = await open('/');
    await signInPage(page).continueAs(grace.name).click();
    const back = personIn(page, grace.name);
    await back.navigation.settings.click();
    await expect(settingsPage(page).whileClosed).toBeChecked();
    await back.navigation.signOut.click();
    await expect.poll(() => grace.push.subscriptions()).toEqual([]);
    await expect.poll(() => shownByWorker(grace.push.worker)).toEqual([]);
    const headers = { authorization: `Bearer ${subscription?.token}` };
    const asks = () => fetch(`${server.url}/api/push/calls/${crypto.randomUUID()}`, { headers });
    await expect.poll(async () => (await asks()).status).toBe(401);
  },
);

declare global {
  /** Answers of the server that have arrived and are withheld from the worker. */
  var withheldAnswers: number | undefined;
}

/**
 * Withholds the server's first answer until the second one has led to a notification. Runs in the worker, so it may use
 * nothing from this file.
 */
function delayFirstAnswer(): void {
  const ask = globalThis.fetch.bind(globalThis);
  const notified = Promise.withResolvers<void>();
  const show = registration.showNotification.bind(registration);
  registration.showNotification = (title, options) => show(title, options).finally(notified.resolve);
  let isFirst = true;
  globalThis.fetch = async (...request) => {
    const isLate = isFirst;
    isFirst = false;
    const answer = await ask(...request);
    if (!isLate) return answer;
    globalThis.withheldAnswers = 1;
    await notified.promise;
    globalThis.withheldAnswers = 0;
    return answer;
  };
}
