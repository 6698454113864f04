import { expect, test } from 'vitest';
import { findProblems, isProduct, limits, type SourceFile } from './rules.ts';

/** A file that breaks no limit by itself. */
function file(path: string, ...imports: string[]): SourceFile {
  const lines = imports.map((specifier) => `import type { A } from '${specifier}';`);
  return { path, text: [...lines, ...Array.from({ length: 50 }, () => '//'), ''].join('\n') };
}

function problemsOf(...files: SourceFile[]): string[] {
  return findProblems(
    files,
    files.map(({ path }) => path),
  );
}

test('a tree that keeps all limits has no problems', () => {
  expect(
    problemsOf(file('apps/web/src/app/App.tsx', '../ui/Button.tsx'), file('apps/web/src/ui/Button.tsx')),
  ).toEqual([]);
});

test('folders that import each other are a circle, over any number of steps and by types alone', () => {
  const files = [
    file('apps/web/src/a/one.ts', '../b/two.ts'),
    file('apps/web/src/b/two.ts', '../c/three.ts'),
    file('apps/web/src/c/three.ts', '../a/four.ts'),
    file('apps/web/src/a/four.ts'),
    file('apps/web/src/d/five.ts', '../a/one.ts'),
  ];
  expect(problemsOf(...files)).toEqual([
    'Folders that import each other in a circle: apps/web/src/a, apps/web/src/b, apps/web/src/c',
  ]);
});

test('a folder and its own subfolder are a circle too, and packages count by their names', () => {
  expect(
    problemsOf(file('apps/web/src/a/one.ts', './b/two.ts'), file('apps/web/src/a/b/two.ts', '../one.ts')),
  ).toHaveLength(1);
  expect(
    problemsOf(
      file('packages/rtc/src/one.ts', '@ringback/client'),
      file('packages/client/src/index.ts', '@ringback/rtc'),
    ),
  ).toEqual(['Folders that import each other in a circle: packages/client/src, packages/rtc/src']);
});

test('tests may close a circle', () => {
  const files = [
    file('apps/web/src/a/one.ts', '../b/two.ts'),
    file('apps/web/src/b/two.ts'),
    file('apps/web/src/b/two.test.ts', '../a/one.ts'),
  ];
  expect(problemsOf(...files)).toEqual([]);
});

test('a long file, test or not', () => {
  const text = '//\n'.repeat(limits.linesOfFile + 1);
  expect(problemsOf({ path: 'apps/web/src/long.test.ts', text })).toEqual([
    'More than 400 lines: apps/web/src/long.test.ts has 401',
  ]);
});

test('too many short product files', () => {
  const short = { path: 'apps/web/src/short.ts', text: '//\n' };
  const many = Array.from({ length: 12 }, (_, index) => file(`apps/web/src/many/${index}.ts`));
  expect(problemsOf(short, ...many)).toEqual([]);
  expect(problemsOf(short, ...many.slice(1))).toEqual([
    '8.3 % of 12 product files have fewer than 30 lines, at most 8 % may:\n  apps/web/src/short.ts: 1',
  ]);
});

test('two files of one package with the same name, but not of two packages', () => {
  expect(problemsOf(file('apps/web/src/a/text.ts'), file('apps/web/src/b/text.ts'))).toEqual([
    'Files of one package with the same name: apps/web/src/a/text.ts, apps/web/src/b/text.ts',
  ]);
  expect(problemsOf(file('apps/web/src/a/text.ts'), file('apps/server/src/b/text.ts'))).toEqual([]);
});

test('too many files in a folder, whatever they are', () => {
  const paths = Array.from({ length: 21 }, (_, index) => `apps/web/src/a/${index}.css`);
  expect(findProblems([], paths)).toEqual(['More than 20 files in a folder: apps/web/src/a has 21']);
});

test.each([
  ['apps/web/src/app/App.tsx', true],
  ['packages/tooling/run.mjs', true],
  ['apps/web/src/app/App.test.tsx', false],
  ['packages/client/src/testing/fakes.ts', false],
  ['apps/web/src/dev/gallery.tsx', false],
  ['apps/e2e/support/person.ts', false],
  ['packages/relay/bench/relay.ts', false],
  ['playwright.config.ts', false],
])('%s is product code: %s', (path, expected) => {
  expect(isProduct(path)).toBe(expected);
});
