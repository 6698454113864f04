import { openConversation } from '../../support/openConversation.ts';
import { openHistory } from '../../support/histories.ts';
import { expect, test } from '../../support/test.ts';

test('a stranger is asked what it is about, says it, and is blocked: to them no one answers', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.place('voice', grace);
  const { request, askWhy, block } = grace.incomingFrom(ada, 'voice');
  await expect(request).toContainText('Not in your contacts');
  await askWhy.click();
  const call = ada.callWith(grace);
  await expect(call.region).toContainText(`${grace.name} asks what it's about`);
  const reason = call.region.getByRole('textbox', { name: 'Your reason', exact: true });
  await reason.fill('see evil.com');
  await expect(call.region).toContainText("Links aren't allowed here.");
  await reason.fill('Your parcel');
  await reason.press('Enter');
  await expect(request).toContainText('Your parcel');
  await expect(call.region).toContainText('Your parcel');
  await block.click();
  await expect(request).toBeHidden();
  await expect(call.status).toHaveText('Calling…');
  await expect(grace.page.getByText(`Calls from ${ada.name} are blocked.`)).toBeVisible();
  await grace.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await call.cancel.click();
  await ada.place('voice', grace);
  await expect(request).toBeVisible();
  await grace.incomingFrom(ada, 'voice').decline.click();
  await expect(ada.after.dialog).toContainText(`${grace.name} declined`);
});

test('who calls somebody they have blocked may unblock them first', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.place('voice', grace);
  await grace.incomingFrom(ada, 'voice').block.click();
  await expect(grace.incomingFrom(ada, 'voice').request).toBeHidden();
  await ada.callWith(grace).cancel.click();
  await grace.place('voice', ada);
  const dialog = grace.page.getByRole('dialog', { name: `You've blocked ${ada.name}` });
  await dialog.getByRole('button', { name: 'Unblock and call', exact: true }).click();
  await expect(dialog).toBeHidden();
  await ada.incomingFrom(grace, 'voice').decline.click();
  await expect(grace.after.dialog).toContainText(`${ada.name} declined`);
});

test(
  'a line of the history asks, too: canceled, it calls no one and leaves them blocked',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.place('voice', grace);
    await grace.incomingFrom(ada, 'voice').decline.click();
    await openConversation(grace, ada);
    await grace.page.getByRole('button', { name: `More for ${ada.name}` }).click();
    await grace.page.getByRole('menuitem', { name: 'Block calls', exact: true }).click();
    await openHistory(grace);
    const callBack = grace.page.getByRole('button', { name: `Call ${ada.name} back`, exact: true });
    const dialog = grace.page.getByRole('dialog', { name: `You've blocked ${ada.name}` });
    await callBack.click();
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(grace.callWith(ada).region).toBeHidden();
    await callBack.click();
    await dialog.getByRole('button', { name: 'Unblock and call', exact: true }).click();
    await expect(ada.incomingFrom(grace, 'voice').decline).toBeVisible();
    await grace.callWith(ada).cancel.click();
  },
);

test(
  'who was unblocked in the settings can be blocked again at once',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.place('voice', grace);
    await grace.incomingFrom(ada, 'voice').block.click();
    await ada.callWith(grace).cancel.click();
    await grace.navigation.settings.click();
    const blocked = grace.page
      .getByRole('list', { name: 'Blocked people', exact: true })
      .getByRole('listitem', { name: ada.name, exact: true });
    await blocked.getByRole('button', { name: 'Unblock', exact: true }).click();
    await expect(blocked).toBeHidden();
    await expect(grace.page.getByText(`${ada.name} is unblocked.`)).toBeVisible();
    await grace.page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(blocked).toContainText('Calls blocked');
  },
);
