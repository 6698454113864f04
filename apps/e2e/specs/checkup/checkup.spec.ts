import { readFile } from 'node:fs/promises';
import { checkupPage } from '../../pages/checkupPage.ts';
import { expect, test } from '../../support/test.ts';

const names = [
  'Server',
  'Live connection',
  'Network',
  'Relay over UDP',
  'Relay over TCP',
  'Relay over TLS',
  'Direct calls',
  'Quality',
  'Microphone',
  'Speaker',
  'Camera',
  'Browser',
  'Notifications',
];

test('where all is well, the check-up says that one is ready to call', async ({ person, context }) => {
  await context.grantPermissions(['microphone', 'camera', 'notifications']);
  const ada = await person('Ada');
  await ada.navigation.checkup.click();
  const checkup = checkupPage(ada.page);
  await expect(checkup.rows).toHaveCount(names.length);
  await checkup.run.click();
  await expect(checkup.progress).toBeVisible();
  await expect(checkup.summary).toHaveText(/^Ready to call/, { timeout: 20_000 });
  await checkup.heard.or(checkup.row('Speaker').and(ada.page.locator('[data-verdict=good]'))).click();
  for (const name of names) {
    await expect.soft(checkup.row(name), name).toHaveAttribute('data-verdict', /^(good|skipped)$/);
  }
  const downloading = ada.page.waitForEvent('download');
  await checkup.download.click();
  const report = await readFile(await (await downloading).path(), 'utf8');
  expect(report).toContain('"check": "relayUdp"');
  expect(report, 'no addresses').not.toMatch(/\d+\.\d+\.\d+\.\d+/);
});
