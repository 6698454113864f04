import { expect, test } from 'vitest';
import { isInstalled } from './dependencies.mjs';

const react = { version: '19.3.1', integrity: 'sha512-a' };
const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/react': react,
    'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-b', optional: true },
    'node_modules/@ringback/client': { resolved: 'packages/client', link: true },
  },
};
const link = wanted.packages['node_modules/@ringback/client'];

test('a complete installation without the packages of other platforms', () => {
  const installed = { packages: { 'node_modules/react': react, 'node_modules/@ringback/client': link } };
  expect(isInstalled(wanted, installed)).toBe(true);
});

test('a package is missing', () => {
  expect(isInstalled(wanted, { packages: { 'node_modules/@ringback/client': link } })).toBe(false);
});

test('a new workspace is not linked yet', () => {
  expect(isInstalled(wanted, { packages: { 'node_modules/react': react } })).toBe(false);
});

test('a package has another version', () => {
  const older = { version: '19.3.0', integrity: 'sha512-c' };
  const installed = { packages: { 'node_modules/react': older, 'node_modules/@ringback/client': link } };
  expect(isInstalled(wanted, installed)).toBe(false);
});
