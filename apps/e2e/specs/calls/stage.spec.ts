import type { Locator } from '@playwright/test';
import { connect, hangUp } from '../../support/callSteps.ts';
import { openConversation } from '../../support/openConversation.ts';
import { expect, test } from '../../support/test.ts';

async function middleOf(part: Locator): Promise<{ x: number; y: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a call fills the window, and shrinks to a tile that can be moved, muted and opened', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const { page } = ada;
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  expect(await call.region.boundingBox()).toEqual({ x: 0, y: 0, width, height });
  await expect(ada.navigation.main).toBeHidden();

  await call.backToApp.click();
  await expect(call.region).toHaveAttribute('data-layout', 'tile');
  await expect(ada.navigation.main).toBeVisible();
  expect(await call.region.boundingBox()).toMatchObject({ width: 240, height: 135 });
  await call.mute.click();
  await expect(call.unmute).toBeFocused();

  await page.mouse.move(width - 200, height - 130);
  await page.mouse.down();
  await page.mouse.move(width - 300, 200, { steps: 4 });
  await page.mouse.up();
  await expect(call.region).toHaveAttribute('data-corner', 'topRight');
  await expect.poll(async () => (await middleOf(call.region)).y).toBeLessThan(135);
  await call.open.press('ArrowDown');
  await expect(call.region).toHaveAttribute('data-corner', 'bottomRight');
  await call.open.press('Enter');
  await expect(call.region).toHaveAttribute('data-layout', 'full');
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test(
  'the tile of a call is where it was after a reload, and covers no control of the settings',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await ada.backToApp();
    const { region, open } = ada.callWith(grace);
    await open.press('ArrowLeft');
    await expect(region).toHaveAttribute('data-corner', 'bottomLeft');
    await ada.page.reload();
    await expect(region).toHaveAttribute('data-corner', 'bottomLeft');
    await open.press('ArrowRight');
    await ada.navigation.settings.click();
    const switches = ada.page.getByRole('main').getByRole('switch');
    await expect(switches).not.toHaveCount(0);
    for (const control of await switches.all())
      if (await control.isEnabled()) await control.click({ trial: true });
    await ada.page.setViewportSize({ width: 900, height: 700 });
    await expect(region).toHaveAttribute('data-layout', 'bar');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test(
  'the tile of a call covers neither the field nor the newest message',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await ada.backToApp();
    const { field, send, line } = await openConversation(ada, grace);
    for (let count = 1; count <= 12; count += 1) {
      await field.fill(`Message ${count}`);
      await field.press('Enter');
    }
    const newest = line('Message 12');
    await expect(newest).toBeInViewport({ ratio: 1 });
    await field.fill('One more');
    for (const part of [field, send]) await part.click({ trial: true });
    const clearance = async (): Promise<number> => {
      const [message, tile] = [await newest.boundingBox(), await ada.callWith(grace).region.boundingBox()];
      return message === null || tile === null ? -1 : tile.y - (message.y + message.height);
    };
    await expect
      .poll(clearance, { message: 'px between the message and the tile' })
      .toBeGreaterThanOrEqual(0);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);
