import { randomUUID } from 'node:crypto';
import { MessageId } from '@ringback/protocol';
import * as v from 'valibot';
import { connect, hangUp, ringCallee } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { setSeen } from '../../support/notifications/notificationProbe.ts';
import { openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test('a message is delivered while the recipient is elsewhere in the app, and read once they open it', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const adas = await openConversation(ada, grace);
  await adas.field.fill('Shall we talk?');
  await adas.field.press('Enter');
  await expect(adas.field).toHaveValue('');
  await expect(adas.line('Shall we talk?')).toContainText('Delivered');
  const row = grace.people.person(ada);
  await expect(row).toContainText('1 unread');
  const graces = await openConversation(grace, ada);
  await expect(graces.line('Shall we talk?')).toBeVisible();
  await expect(adas.line('Shall we talk?')).toContainText('Read');
  await expect(row.or(grace.people.person(ada))).not.toContainText('unread');

  await graces.field.fill('Yes, in two lines:');
  await graces.field.press('Shift+Enter');
  await graces.field.pressSequentially('now.');
  await graces.send.click();
  await expect(adas.lines.last()).toContainText(/Yes, in two lines:\s*now\./);
  await expect(graces.line('now.')).toContainText('Read');
});

test(
  'a message to an offline person arrives once, in order among the calls',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    await grace.page.goto('about:blank');
    const adas = await openConversation(ada, grace);
    await adas.field.fill('Sorry, called by accident');
    await adas.send.click();
    await expect(adas.line('Sorry, called by accident')).toContainText('Sent');
    await grace.page.goBack();
    const graces = await openConversation(grace, ada);
    await expect(graces.lines.filter({ visible: true })).toHaveCount(2);
    await expect(graces.lines.first()).toContainText('Incoming');
    await expect(adas.line('Sorry, called by accident')).toContainText('Read');
  },
);

test('"Message" in the dialog after a declined call opens the conversation', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await ada.after.message.click();
  await expect(ada.after.dialog).toBeHidden();
  const adas = ada.conversationWith(grace);
  await expect(adas.line('Declined')).toBeVisible();
  await adas.field.fill('Call me when you’re free');
  await adas.field.press('Enter');
  await expect(adas.lines.filter({ visible: true }).last()).toContainText('Delivered');
});

test('replying with a message declines and shows the caller why', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  const incoming = grace.incomingFrom(ada, 'voice');
  await incoming.message.click();
  await incoming.reply('Can’t talk now, call you later').click();
  await expect(incoming.dialog).toBeHidden();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await ada.after.message.click();
  await expect(ada.conversationWith(grace).line('Can’t talk now, call you later')).toBeVisible();
});

test('declining with words of their own shows the caller why', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  const incoming = grace.incomingFrom(ada, 'voice');
  await incoming.message.click();
  await expect(incoming.send).toBeDisabled();
  await incoming.ownReply.fill('On the train until six');
  await incoming.ownReply.press('Enter');
  await expect(incoming.dialog).toBeHidden();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await ada.after.message.click();
  await expect(ada.conversationWith(grace).line('On the train until six')).toBeVisible();
});

test('after a canceled call a quick reply explains it', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  const adas = await openConversation(ada, grace);
  await adas.quickReply('Sorry, called by accident').click();
  await expect(adas.line('Sorry, called by accident')).toContainText('Delivered');
  await expect(adas.quickReply('Sorry, called by accident')).toBeHidden();
});

test('a message written while the server is down survives a reload and is sent once', async ({
  person,
  server,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const adas = await openConversation(ada, grace);
  await server.kill();
  await expect(ada.navigation.offline).toBeVisible();
  await adas.field.fill('Are you there?');
  await adas.field.press('Enter');
  await expect(adas.line('Are you there?')).toContainText('Waiting to be sent');
  await server.start();
  await ada.reload();
  await expect(adas.line('Are you there?')).toContainText('Delivered');
  const graces = await openConversation(grace, ada);
  await expect(graces.line('Are you there?')).toHaveCount(1);
});

test(
  'messages of a tab that was closed while they waited are sent once, by another tab of the same person',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const other = await person('Ada');
    const grace = await person('Grace');
    const adas = await openConversation(ada, grace);
    const others = await openConversation(other, grace);
    await server.kill();
    for (const { navigation } of [ada, other]) await expect(navigation.offline).toBeVisible();
    for (const words of ['First.', 'Second.']) {
      await adas.field.fill(words);
      await adas.send.click();
      await expect(others.line(words)).toContainText('Waiting to be sent');
    }
    await ada.closeTab();
    await server.start();
    await expect(others.line('Second.')).toContainText('Delivered');
    const graces = await openConversation(grace, ada);
    await expect(graces.lines).toHaveText([/First\./, /Second\./]);
  },
);

test('a long conversation opens at its newest line and stays there while lines arrive', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const grace = { name: nameFor(testInfo, 'Grace') };
  const device = await openRawDevice(server.url, grace.name);
  const { id: to } = await device.must('people:find', { name: ada.name });
  const write = (text: string) =>
    device.must('message:send', { id: v.parse(MessageId, randomUUID()), to, text });
  for (let number = 1; number <= 40; number += 1) await write(`Line ${number}.`);
  const row = ada.people.person(grace);
  await expect(row).toContainText('40 unread');
  await ada.people.conversation(grace).click();
  const adas = ada.conversationWith(grace);
  await expect(adas.line('Line 40.')).toBeInViewport({ ratio: 1 });
  await expect(row).not.toContainText('unread');
  await write('A longer line.\n\nAnd its end.');
  await expect(adas.line('And its end.')).toBeInViewport({ ratio: 1 });

  await adas.line('Line 1.').scrollIntoViewIfNeeded();
  await write('While reading.');
  await expect(adas.line('While reading.')).toBeAttached();
  await expect(adas.line('Line 1.')).toBeInViewport();
  await adas.field.fill('Mine.');
  await adas.send.click();
  await expect(adas.line('Mine.')).toBeInViewport({ ratio: 1 });

  await ada.navigation.calls.click();
  await ada.page.goBack();
  await expect(adas.line('Mine.')).toBeInViewport({ ratio: 1 });
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await expect(adas.line('Mine.')).toBeInViewport({ ratio: 1 });
  await ada.reload();
  await expect(adas.line('Mine.')).toBeInViewport({ ratio: 1 });
  device.close();
});

test(
  'a draft stays over navigation, Back and a reload, one for each person',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const linus = await person('Linus');
    const toGrace = await openConversation(ada, grace);
    await toGrace.field.fill('Dear Grace');
    const toLinus = await openConversation(ada, linus);
    await expect(toLinus.field).toHaveValue('');
    await toLinus.field.fill('Dear Linus');
    await openConversation(ada, grace);
    await expect(toGrace.field).toHaveValue('Dear Grace');
    await ada.navigation.settings.click();
    await ada.page.goBack();
    await expect(toGrace.field).toHaveValue('Dear Grace');
    await ada.reload();
    await expect(toGrace.field).toHaveValue('Dear Grace');
    await toGrace.send.click();
    await expect(toGrace.line('Dear Grace')).toContainText('Delivered');
    await ada.reload();
    await expect(toGrace.field).toHaveValue('');
    await openConversation(ada, linus);
    await expect(toLinus.field).toHaveValue('Dear Linus');
  },
);

test('messages to a conversation in a hidden tab are delivered, and read once the tab is visible', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const adas = await openConversation(ada, grace);
  const graces = await openConversation(grace, ada);
  await setSeen(grace.page, false);
  await adas.field.fill('Are you looking?');
  await adas.field.press('Enter');
  await expect(graces.line('Are you looking?')).toBeVisible();
  await expect(adas.line('Are you looking?')).toContainText('Delivered');
  await setSeen(grace.page, true);
  await expect(adas.line('Are you looking?')).toContainText('Read');
});
