import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configurationPage } from './configurationPage.ts';

test('docs/configuration.md is what `npm run docs:configuration` writes', async () => {
  const page = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toBe(configurationPage());
});
