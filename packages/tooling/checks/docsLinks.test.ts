import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { findBrokenReferences, type Page } from './docsLinks.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const repository = { root, scripts: Object.keys(packageJson.scripts) };
const pages: readonly Page[] = [
  'README.md',
  ...globSync('docs/*.md', { cwd: root }),
  ...globSync('packages/*/README.md', { cwd: root }),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

test.each(pages)('everything that $path refers to exists', (page) => {
  expect(findBrokenReferences(page, repository, pages)).toEqual([]);
});

test('links, headings, paths and npm scripts that do not exist are found', () => {
  const page: Page = {
    path: 'docs/page.md',
    text: [
      '# A page: `code` and more',
      '[good](../README.md), [same page](#a-page-code-and-more), [elsewhere](https://example.org/a)',
      '`packages/tooling`, `packages/*/package.json`, `npm run unit -- docs`, `npm run screens -w @ringback/e2e`',
      '[gone](gone.md), [no heading](#gone), `packages/gone.ts`, `apps/*/gone.json`, `npm run gone`',
      '```',
      '[not a link](in-a-diagram.md)',
      '```',
    ].join('\n'),
  };
  expect(findBrokenReferences(page, repository, [page])).toEqual([
    'gone.md',
    '#gone',
    'packages/gone.ts',
    'apps/*/gone.json',
    'npm run gone',
  ]);
});
