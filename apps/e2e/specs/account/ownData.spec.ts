import { readFile } from 'node:fs/promises';
import { test, expect } from '../../support/test.ts';

test('a guest downloads their data, then deletes it', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const download = ada.page.waitForEvent('download');
  await ada.page.getByRole('button', { name: 'Download my data' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('ringback-data.json');
  const data: unknown = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(data).toMatchObject({ profile: { name: ada.name } });
  await ada.page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Delete my account?' });
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(ada.page.getByText('This account was deleted.')).toBeVisible();
});
