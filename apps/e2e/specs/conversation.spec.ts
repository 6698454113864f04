import { connect, hangUp, ring } from '../support/calling.ts';
import { openConversation } from '../support/conversing.ts';
import { expect, test } from '../support/test.ts';

test('a message is written: it is delivered where the other one is elsewhere in the app, and read where they look', async ({
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

test('the other one is away: the message waits for them, once, between the calls', async ({ person }) => {
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
});

test('somebody declines: "Message" in the dialog leads to the conversation', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ring(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await ada.after.message.click();
  await expect(ada.after.dialog).toBeHidden();
  const adas = ada.conversationWith(grace);
  await expect(adas.line('Declined')).toBeVisible();
  await adas.field.fill('Call me when you’re free');
  await adas.field.press('Enter');
  await expect(adas.lines.filter({ visible: true }).last()).toContainText('Delivered');
});

test('somebody who cannot talk declines with a message: the caller reads why', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ring(ada, grace, 'voice');
  const incoming = grace.incomingFrom(ada, 'voice');
  await incoming.message.click();
  await incoming.reply('Can’t talk now, call you later').click();
  await expect(incoming.dialog).toBeHidden();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
  await ada.after.message.click();
  await expect(ada.conversationWith(grace).line('Can’t talk now, call you later')).toBeVisible();
});

test('called by accident, and canceled: one press says so', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ring(ada, grace, 'voice');
  await ada.callWith(grace).cancel.click();
  const adas = await openConversation(ada, grace);
  await adas.quickReply('Sorry, called by accident').click();
  await expect(adas.line('Sorry, called by accident')).toContainText('Delivered');
  await expect(adas.quickReply('Sorry, called by accident')).toBeHidden();
});

test('written while the server is away: it waits through a reload of the page, and is sent once', async ({
  person,
  server,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const adas = await openConversation(ada, grace);
  await server.kill();
  await expect(ada.frame.offline).toBeVisible();
  await adas.field.fill('Are you there?');
  await adas.field.press('Enter');
  await expect(adas.line('Are you there?')).toContainText('Waiting to be sent');
  await server.start();
  await ada.reload();
  await expect(adas.line('Are you there?')).toContainText('Delivered');
  const graces = await openConversation(grace, ada);
  await expect(graces.line('Are you there?')).toHaveCount(1);
});
