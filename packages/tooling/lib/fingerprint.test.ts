import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';

let root = '';
let before = '';
const now = () => fingerprint(root, ['src', 'index.html', 'missing']);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ringback-fingerprint-'));
  await mkdir(join(root, 'src/ui'), { recursive: true });
  await writeFile(join(root, 'src/ui/button.tsx'), 'a');
  await writeFile(join(root, 'index.html'), 'b');
  await writeFile(join(root, 'notes.txt'), 'c');
  before = await now();
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

test('touching files, or changing other files, changes nothing', async () => {
  await utimes(join(root, 'src/ui/button.tsx'), 1, 1);
  await writeFile(join(root, 'notes.txt'), 'changed');
  expect(await now()).toBe(before);
});

test('changed contents are noticed', async () => {
  await writeFile(join(root, 'src/ui/button.tsx'), 'x');
  expect(await now()).not.toBe(before);
});

test('a new file is noticed', async () => {
  await writeFile(join(root, 'src/new.ts'), '');
  expect(await now()).not.toBe(before);
});

test('a renamed file is noticed', async () => {
  await rename(join(root, 'src/ui/button.tsx'), join(root, 'src/ui/switch.tsx'));
  expect(await now()).not.toBe(before);
});
