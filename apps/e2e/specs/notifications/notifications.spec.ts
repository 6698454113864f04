import { notificationsOffer } from '../../pages/missedNotice.ts';
import { settingsPage } from '../../pages/settingsPage.ts';
import { signInPage } from '../../pages/signIn.ts';
import { expectAccessible } from '../../support/accessibility.ts';
import { expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import {
  notificationsPassedToWorker,
  installNotificationProbe,
  openAt,
  questionsIn,
  recordRings,
  ringsIn,
  sendToSleep,
  setSeen,
  shownBy,
  shownByWorker,
  tonesIn,
} from '../../support/notifications/notificationProbe.ts';
import { personIn, type Person } from '../../support/person.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test.beforeEach(async ({ context }) => installNotificationProbe(context));

async function turnOn(person: Person): Promise<void> {
  await person.navigation.settings.click();
  const { notifications } = settingsPage(person.page);
  await notifications.click();
  await expect(notifications).toBeChecked();
}

async function write(from: Person, to: Person, text: string): Promise<void> {
  const conversation = from.conversationWith(to);
  await conversation.field.fill(text);
  await conversation.send.click();
}

/** The notifications that all tabs of one user have shown. */
async function shownByAll(tabs: readonly Person[]): Promise<string[]> {
  return (await Promise.all(tabs.map(({ page }) => shownBy(page)))).flat();
}

/** The number of ringtones playing in all tabs of one user. */
async function tonesOf(tabs: readonly Person[]): Promise<number> {
  return (await Promise.all(tabs.map(({ page }) => tonesIn(page)))).reduce((sum, count) => sum + count);
}

test(
  'three hidden tabs of one user: one notification, one ringtone, one answer',
  { tag: '@long' },
  async ({ person, context }) => {
    await context.grantPermissions(['notifications', 'microphone']);
    const ada = await person('Ada', { profile: 'own' });
    const grace = [await person('Grace'), await person('Grace'), await person('Grace')] as const;
    await turnOn(grace[0]);
    for (const tab of grace) {
      // Without a press the browser would keep the tab silent.
      await tab.navigation.people.click();
      await setSeen(tab.page, false);
    }

    await ada.place('voice', grace[0]);
    for (const tab of grace) await expect(tab.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await expect.poll(() => shownByAll(grace)).toEqual([`Call request from ${ada.name}`]);
    await expect.poll(() => tonesOf(grace)).toBe(1);

    const [first, answering, third] = grace;
    await answering.incomingFrom(ada, 'voice').accept.click();
    await expectTalking(ada, answering, 'voice');
    for (const tab of [first, third]) await expectNoCall(tab, ada);
    for (const { page } of grace) {
      await expect.poll(() => tonesIn(page)).toBe(0);
      await expect.poll(() => openAt(page)).toEqual([]);
    }
    await hangUp(ada, { caller: ada, callee: answering, medium: 'voice' });
    expect(await shownByAll(grace)).toHaveLength(1);
  },
);

test(
  'the leading tab of three closes while it rings: still one notification and one ringtone',
  { tag: '@long' },
  async ({ person, open, context }, testInfo) => {
    await context.grantPermissions(['notifications', 'microphone']);
    const ada = await person('Ada', { profile: 'own' });
    const graceName = nameFor(testInfo, 'Grace');
    const tabOf = async (): Promise<Person> => personIn(await open('/'), graceName);
    const leading = await tabOf();
    await signInPage(leading.page).signInAs(graceName);
    await turnOn(leading);
    const others = [await tabOf(), await tabOf()] as const;
    for (const { page } of others) await signInPage(page).continueAs(graceName).click();
    for (const tab of [leading, ...others]) {
      await tab.navigation.people.click();
      await setSeen(tab.page, false);
    }
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const titles = async () => (await shownByWorker(worker)).map(({ title }) => title);
    const given = async (tabs: readonly Person[]) =>
      (await Promise.all(tabs.map(({ page }) => notificationsPassedToWorker(page)))).flat();

    await ada.place('voice', leading);
    for (const tab of others) await expect(tab.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await expect.poll(titles).toEqual([`Call request from ${ada.name}`]);
    expect(await given([leading])).toHaveLength(1);
    expect(await given(others)).toEqual([]);
    await leading.closeTab();
    await expect.poll(() => tonesOf(others)).toBe(1);

    await ada.callWith(leading).cancel.click();
    await expect.poll(titles).toEqual([`Missed voice call from ${ada.name}`]);
    await expect.poll(() => tonesOf(others)).toBe(0);
    expect(await given(others), 'the ring was not announced a second time').toEqual([
      `Missed voice call from ${ada.name}`,
    ]);
  },
);

test(
  'closing the last tab while it rings removes the notification',
  { tag: '@long' },
  async ({ person, open, context }, testInfo) => {
    await context.grantPermissions(['notifications']);
    const ada = await person('Ada', { profile: 'own' });
    const page = await open('/');
    const grace = personIn(page, nameFor(testInfo, 'Grace'));
    await signInPage(page).signInAs(grace.name);
    await turnOn(grace);
    await setSeen(page, false);
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    await context.newPage();
    await ada.place('voice', grace);
    await expect.poll(() => shownByWorker(worker)).toHaveLength(1);
    await grace.closeTab();
    await expect.poll(() => shownByWorker(worker)).toEqual([]);
    await expect(ada.callWith(grace).region, 'it rings on for the caller').toBeVisible();
  },
);

test(
  'a tab that slept through a call does not ring on waking, and shows it as missed at its true time',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada', { profile: 'own' });
    const grace = await person('Grace');
    await recordRings(grace.page);
    await ada.find(grace);
    const wakeUp = await sendToSleep(grace.page);
    await ada.people.callButton(grace, 'voice').click();
    const placedAt = Date.now();
    await expect(ada.callWith(grace).status).toHaveText('Calling…');
    // Longer than a push may take.
    await expect.poll(() => Date.now() - placedAt).toBeGreaterThan(4_000);
    await ada.callWith(grace).cancel.click();
    await expect(ada.after.canceled).toBeVisible();
    await wakeUp();
    const { notice } = grace.missedFrom(ada, 'voice');
    await expect(notice).toBeVisible();
    const stated = await notice.locator('time').getAttribute('datetime');
    expect(Math.abs(Date.parse(stated ?? '') - placedAt)).toBeLessThan(10_000);
    expect(await ringsIn(grace.page)).toEqual({ dialogs: 0, tones: 0 });
  },
);

test(
  'a missed call replaces its ringing notification; a message is announced unless it is visible',
  { tag: '@long' },
  async ({ person, context }) => {
    await context.grantPermissions(['notifications', 'microphone']);
    const ada = await person('Ada', { profile: 'own' });
    const grace = await person('Grace');
    await turnOn(grace);
    await setSeen(grace.page, false);
    await ringCallee(ada, grace, 'video');
    await ada.callWith(grace).cancel.click();
    await expect
      .poll(() => shownBy(grace.page))
      .toEqual([`Call request from ${ada.name}`, `Missed video call from ${ada.name}`]);
    await expect.poll(() => openAt(grace.page)).toEqual([`Missed video call from ${ada.name}`]);
    await expect(grace.page).toHaveTitle(/^\(1\) /u);

    await ada.find(grace);
    await ada.people.conversation(grace).click();
    await write(ada, grace, 'Hello');
    await expect.poll(() => openAt(grace.page)).toContain(ada.name);
    await expect(grace.page).toHaveTitle(/^\(2\) /u);
    const shownCount = (await shownBy(grace.page)).length;

    await setSeen(grace.page, true);
    await write(ada, grace, 'Are you there?');
    await expect(grace.page).toHaveTitle(/^\(3\) /u);
    expect(await shownBy(grace.page)).toHaveLength(shownCount);
    await grace.reload();
    await expect(grace.page).toHaveTitle(/^\(3\) /u);
    await setSeen(grace.page, false);
    expect(await shownBy(grace.page), 'nothing is announced twice').toEqual([]);
  },
);

test('signing out removes the system notifications', { tag: '@long' }, async ({ person, context }) => {
  await context.grantPermissions(['notifications']);
  const ada = await person('Ada', { profile: 'own' });
  const grace = await person('Grace');
  await turnOn(grace);
  await setSeen(grace.page, false);
  await ada.find(grace);
  await ada.people.conversation(grace).click();
  await write(ada, grace, 'For your eyes only');
  await expect.poll(() => openAt(grace.page)).toEqual([ada.name]);
  await grace.navigation.signOut.click();
  await expect.poll(() => openAt(grace.page)).toEqual([]);
});

test('notifications are offered once, after the first missed call', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const { offer, notNow } = notificationsOffer(grace.page);
  await expect(offer).toBeHidden();
  await ringCallee(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  await expect(offer).toBeVisible();
  expect(await questionsIn(grace.page), 'the browser asks nothing by itself').toBe(0);
  await expectAccessible(grace.page, 'a missed call with the offer');
  await grace.page.setViewportSize({ width: 320, height: 256 });
  const overflow = await grace.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, 'nothing is cut off at 400 % zoom').toBeLessThanOrEqual(0);
  await notNow.click();
  await expect(offer).toBeHidden();
  await grace.reload();
  await expect(grace.missedFrom(ada, 'voice').notice).toBeVisible();
  await grace.navigation.settings.click();
  await expect(settingsPage(grace.page).notifications).not.toBeChecked();
  await expect(offer).toBeHidden();
});

test('blocked notifications are explained, and can be turned on once the browser allows them', async ({
  person,
  context,
}) => {
  // Permissions that are not listed are denied.
  await context.grantPermissions(['microphone']);
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const { notifications, whileClosed } = settingsPage(ada.page);
  await expect(notifications).toBeDisabled();
  await expect(notifications).toHaveAccessibleDescription(/blocks notifications .* allow them/i);
  await context.grantPermissions(['notifications']);
  await expect(notifications).toBeEnabled();
  await notifications.click();
  await expect(notifications).toBeChecked();
  await expect(whileClosed).toBeDisabled();
  await expect(whileClosed).toHaveAccessibleDescription(/signed in by its address/);
});
