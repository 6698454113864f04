import { connect, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test('keys act in a call, but not while typing, in a menu, or when they are switched off', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  const { keyboard } = ada.page;
  await keyboard.press('m');
  await expect(call.unmute).toBeVisible();
  await keyboard.press('Control+m');
  await call.more.click();
  await keyboard.press('m');
  await keyboard.press('Escape');
  await expect(call.region, 'Escape closed the menu only').toHaveAttribute('data-layout', 'full');
  await expect(call.unmute).toBeVisible();

  await keyboard.press('?');
  const sheet = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts', exact: true });
  await expect(sheet).toBeVisible();
  await keyboard.press('m');
  await keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(call.unmute).toBeVisible();
  await call.more.click();
  await call.inMore('Keyboard shortcuts').click();
  await expect(sheet).toBeVisible();
  await keyboard.press('Escape');
  await expect(call.more, 'the focus is back where the menu was opened').toBeFocused();

  await keyboard.press('Escape');
  await expect(call.region).toHaveAttribute('data-layout', 'tile');
  await ada.navigation.people.click();
  await ada.people.search.fill('mmm');
  await expect(ada.people.search).toHaveValue('mmm');
  await expect(call.unmute).toBeVisible();
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'single keys are switched off in the settings, and Space still talks while it is held',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.navigation.settings.click();
    const keys = ada.page.getByRole('switch', { name: 'Keyboard shortcuts', exact: true });
    await keys.click();
    await expect(keys).toHaveAttribute('aria-checked', 'false');
    await connect(ada, grace, 'voice');
    const call = ada.callWith(grace);
    const { keyboard } = ada.page;
    await call.mute.click();
    await keyboard.press('m');
    await call.region.focus();
    await keyboard.down('Space');
    await expect(call.mute).toBeVisible();
    await keyboard.up('Space');
    await expect(call.unmute).toBeVisible();
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'closing the tab of a call asks first, and without a call it does not',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ringCallee(ada, grace, 'voice');
    const asked = ada.page.waitForEvent('dialog');
    await ada.page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await ada.callWith(grace).cancel.click();
    await expect(ada.callWith(grace).region).toBeHidden();
    const closed = ada.page.waitForEvent('close');
    await ada.page.close({ runBeforeUnload: true });
    await closed;
  },
);
