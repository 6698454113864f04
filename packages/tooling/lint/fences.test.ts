import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repo = fileURLToPath(new URL('../../..', import.meta.url));

/** A line in a file, and words of the message that must refuse it; empty where the line is allowed. */
interface Case {
  readonly file: string;
  readonly line: string;
  readonly says: string;
}

const owned = 'Only one part of the code imports this library';
const noNeighbors = 'Features do not import each other';
const webDirection = "The app's folders import in one direction";
const serverFolders = "The server's folders import in one direction";
const packageEntry = 'Import other packages by their name only';

function refused(file: string, line: string, says: string): Case {
  return { file, line, says };
}

function allowed(file: string, line: string): Case {
  return { file, line, says: '' };
}

const cases: readonly Case[] = [
  refused('packages/protocol/src/call/a.ts', `import '@ringback/client';`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `import '@ringback/testkit';`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `import 'node:crypto';`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `import 'zustand';`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `import '../../../client/src/index.ts';`, packageEntry),
  refused('packages/protocol/src/call/a.ts', `export const x = Math.random();`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `export const x = Date.now();`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `export const x = new Date();`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `export const x = process.pid;`, 'The protocol is pure'),
  refused('packages/protocol/src/call/a.ts', `setTimeout(() => {}, 1);`, 'The protocol is pure'),
  allowed('packages/protocol/src/call/a.ts', `import 'valibot'; import '../common/ids.ts';`),
  refused(
    'packages/protocol/src/call/a.ts',
    `import '../wire/base/limits.ts';`,
    'Inside the protocol wire/ imports call/',
  ),
  refused(
    'packages/protocol/src/call/a.ts',
    `import type { X } from '../wire/base/limits.ts';`,
    'Inside the protocol',
  ),
  refused(
    'packages/protocol/src/common/a.ts',
    `import '../call/call.ts';`,
    'Inside the protocol wire/ imports call/',
  ),
  allowed('packages/protocol/src/wire/a.ts', `import '../call/call.ts'; import '../common/ids.ts';`),
  refused('packages/protocol/src/call/a.test.ts', `import '@ringback/client';`, 'Tests of the protocol'),
  allowed('packages/protocol/src/call/a.test.ts', `import '@ringback/testkit'; import 'fast-check';`),

  refused('packages/testkit/src/a.ts', `import '@ringback/client';`, 'The test kit imports'),
  refused('packages/testkit/src/a.ts', `import 'socket.io';`, owned),
  allowed('packages/testkit/src/a.ts', `import '@ringback/protocol';`),

  refused('packages/relay/src/a.ts', `import '@ringback/protocol';`, 'The relay knows nothing of calls'),
  refused('packages/relay/src/a.ts', `import 'socket.io';`, owned),
  refused('packages/relay/src/codec/a.ts', `import '../core/options.ts';`, 'import in one direction'),
  refused(
    'packages/relay/src/allocation/a.ts',
    `import '../transport/udpSocket.ts';`,
    'import in one direction',
  ),
  refused('packages/relay/src/transport/a.ts', `import '../relay.ts';`, 'import in one direction'),
  allowed('packages/relay/src/transport/a.ts', `import '../core/options.ts'; import './udpSocket.ts';`),
  allowed('packages/relay/src/requests/a.test.ts', `import '../index.ts'; import '../testing/a.testing.ts';`),
  refused('packages/client/src/media/a.ts', `import '@ringback/relay';`, 'The calling engine imports'),
  refused('apps/server/src/ice/a.ts', `import '@ringback/relay/src/index.ts';`, packageEntry),
  allowed('apps/server/src/ice/a.ts', `import '@ringback/relay';`),

  refused('packages/client/src/media/a.ts', `import '@ringback/testkit';`, 'The calling engine imports'),
  refused('packages/client/src/media/a.ts', `import '@ringback/server';`, 'The calling engine imports'),
  refused('packages/client/src/media/a.ts', `import 'simple-peer';`, owned),
  refused('packages/client/src/media/a.ts', `import 'simple-peer/simplepeer.min.js';`, owned),
  refused('packages/client/src/media/a.ts', `void import('simple-peer/simplepeer.min.js');`, owned),
  refused('packages/client/src/connection/a.ts', `import 'socket.io-client';`, owned),
  refused('packages/client/src/connection/a.ts', `import type { Socket } from 'socket.io-client';`, owned),
  refused('packages/client/src/connection/socketConnection.ts', `import 'simple-peer';`, owned),
  refused('packages/rtc/src/peer/a.ts', `import 'socket.io-client';`, owned),
  refused('packages/client/src/platform/a.ts', `import '../connection/b.ts';`, 'import in one direction'),
  refused(
    'packages/client/src/connection/a.ts',
    `import type { A } from '../calls/b.ts';`,
    'import in one direction',
  ),
  refused(
    'packages/client/src/calls/reducers/a.ts',
    `import '../../history/b.ts';`,
    'import in one direction',
  ),
  refused(
    'packages/client/src/calls/state/a.ts',
    `import type { A } from '../selectors/b.ts';`,
    'import in one direction',
  ),
  refused('packages/client/src/calls/effects/a.ts', `import '../reducers/b.ts';`, 'import in one direction'),
  refused(
    'packages/client/src/calls/reducers/a.ts',
    `import '../callsController.ts';`,
    'import in one direction',
  ),
  allowed('packages/client/src/calls/selectors/a.ts', `import '../reducers/b.ts'; import '../state/c.ts';`),
  refused('packages/client/src/notes/a.ts', `import '../conversation/b.ts';`, 'import in one direction'),
  refused('packages/client/src/media/a.ts', `import '../checkup/b.ts';`, 'import in one direction'),
  refused('packages/client/src/notes/a.ts', `import '../engine.ts';`, 'import in one direction'),
  allowed('packages/client/src/conversation/a.ts', `import '../notes/b.ts'; import '../platform/c.ts';`),
  allowed('packages/client/src/engine.ts', `import './conversation/a.ts'; import './platform/b.ts';`),
  allowed(
    'packages/client/src/connection/socketConnection.ts',
    `import '@ringback/protocol'; import 'socket.io-client';`,
  ),
  allowed(
    'packages/rtc/src/peer/peer.ts',
    `import 'simple-peer/simplepeer.min.js'; import '@ringback/protocol';`,
  ),
  refused('packages/rtc/src/peer/a.ts', `import '@ringback/client';`, 'The media of a call stand on'),
  refused(
    'packages/rtc/src/machine/a.ts',
    `import 'simple-peer/simplepeer.min.js';`,
    'The media machines are pure',
  ),
  refused('packages/rtc/src/machine/a.ts', `import '../peer/a.ts';`, 'The media machines are pure'),
  refused('packages/rtc/src/machine/a.ts', `export const x = Date.now();`, 'pure'),
  allowed('packages/rtc/src/machine/a.ts', `import '@ringback/protocol'; import 'valibot'; import './b.ts';`),
  allowed('packages/rtc/src/machine/a.test.ts', `import '@ringback/testkit'; import 'fast-check';`),
  refused('packages/client/src/media/a.ts', `import '@ringback/rtc/testing';`, 'Fakes are for tests'),
  allowed('packages/client/src/media/a.ts', `import '@ringback/rtc';`),
  allowed('packages/client/src/media/b.test.ts', `import '@ringback/rtc/testing';`),
  allowed('packages/client/src/media/a.test.ts', `import '@ringback/testkit';`),

  refused('apps/server/src/calls/a.ts', `import '@ringback/client';`, 'The server shares only'),
  refused('apps/server/src/calls/a.ts', `import '@ringback/testkit';`, 'The server shares only'),
  refused('apps/server/src/calls/a.ts', `import 'kysely';`, owned),
  refused('apps/server/src/calls/a.ts', `import 'better-sqlite3';`, owned),
  refused('apps/server/src/calls/sql.ts', `import 'kysely';`, owned),
  refused('apps/server/src/calls/callsSql.ts', `import 'better-sqlite3';`, owned),
  refused('apps/server/src/calls/callsSql.ts', `import '@ringback/client';`, 'The server shares only'),
  allowed('apps/server/src/calls/callsSql.ts', `import 'kysely';`),
  allowed('apps/server/src/calls/sql/callTable.ts', `import 'kysely';`),
  allowed('apps/server/src/calls/callsSql.test.ts', `import 'kysely';`),
  refused('apps/server/src/calls/a.ts', `import 'socket.io';`, owned),
  refused('apps/server/src/main.ts', `import 'socket.io';`, owned),
  refused('apps/server/src/storage/a.ts', `import 'socket.io';`, owned),
  refused('apps/server/src/socket/a.ts', `import 'kysely';`, owned),
  refused('apps/server/src/calls/a.test.ts', `import 'kysely';`, owned),
  refused('apps/server/src/calls/a.ts', `export const x = process.env['PORT'];`, 'process.env'),
  refused(
    'apps/server/src/calls/a.ts',
    `import { env } from 'node:process';`,
    'The environment is read in one file',
  ),
  allowed('apps/server/src/config/config.ts', `export const x = process.env['PORT'];`),
  allowed('apps/server/src/storage/sqlite/a.ts', `import 'kysely'; import 'better-sqlite3';`),
  allowed('apps/server/src/socket/a.ts', `import 'socket.io'; import '../devices/a.ts';`),
  refused('apps/server/src/socket/a.ts', `import '../calls/a.ts';`, serverFolders),
  refused(
    'apps/server/src/platform/a.ts',
    `import type { Config } from '../config/config.ts';`,
    serverFolders,
  ),
  refused('apps/server/src/people/a.ts', `import '../accounts/b.ts';`, serverFolders),
  refused('apps/server/src/calls/a.ts', `import '../push/b.ts';`, serverFolders),
  refused('apps/server/src/calls/a.ts', `import '../server.ts';`, serverFolders),
  refused('apps/server/src/calls/sql/callTable.ts', `import '../../push/b.ts';`, serverFolders),
  refused('apps/server/src/calls/callsSql.ts', `import '../notes/b.ts';`, serverFolders),
  refused('apps/server/src/storage/a.ts', `import '../people/b.ts';`, serverFolders),
  refused('apps/server/src/config/config.ts', `import '../storage/b.ts';`, serverFolders),
  allowed('apps/server/src/push/a.ts', `import '../calls/b.ts'; import '../http/c.ts';`),
  allowed('apps/server/src/server.ts', `import './push/a.ts'; import './platform/b.ts';`),
  allowed('apps/server/src/calls/a.test.ts', `import '../push/b.ts';`),
  allowed('apps/server/src/socket/a.test.ts', `import 'socket.io-client'; import '@ringback/testkit';`),

  refused('apps/web/src/app.tsx', `import '@ringback/server';`, 'The app imports'),
  refused('apps/web/src/app.tsx', `import '@ringback/testkit';`, 'The app imports'),
  refused('apps/web/src/app.tsx', `import '@ringback/client/src/calls/state.ts';`, packageEntry),
  refused('apps/web/src/app.tsx', `import '../../../packages/client/src/index.ts';`, packageEntry),
  refused('apps/web/src/app.tsx', `import 'socket.io-client';`, owned),
  refused(
    'apps/web/src/ui/button.tsx',
    `import '@ringback/client';`,
    'ui/ renders and does not depend on calls',
  ),
  refused(
    'apps/web/src/ui/button.tsx',
    `import '../features/call/a.ts';`,
    'ui/ renders and does not depend on calls',
  ),
  refused(
    'apps/web/src/ui/menu/menu.tsx',
    `import '../../app.tsx';`,
    'ui/ renders and does not depend on calls',
  ),
  refused('apps/web/src/features/call/a.tsx', `import '../history/b.ts';`, noNeighbors),
  refused('apps/web/src/features/call/a.tsx', `import '../../features/history/b.ts';`, noNeighbors),
  refused('apps/web/src/features/call/bar/a.tsx', `import '../../history/b.ts';`, noNeighbors),
  allowed('apps/web/src/app.tsx', `import '@ringback/client'; import './features/call/a.tsx';`),
  allowed(
    'apps/web/src/ui/button.tsx',
    `import 'react'; import './button.module.css'; import 'lucide-react';`,
  ),
  allowed('apps/web/src/ui/menu/menu.tsx', `import '../button.tsx'; import 'react/jsx-runtime';`),
  allowed('apps/web/src/features/call/a.tsx', `import './b.ts'; import '../../ui/button.tsx';`),
  allowed('apps/web/src/features/call/bar/a.tsx', `import '../b.ts'; import '../../../ui/button.tsx';`),
  refused('apps/web/src/i18n/a.ts', `import type { A } from '../engine/a.ts';`, webDirection),
  refused('apps/web/src/engine/a.ts', `import '../notifications/a.ts';`, webDirection),
  refused('apps/web/src/notifications/a.ts', `import '../features/call/a.tsx';`, webDirection),
  refused('apps/web/src/features/call/a.tsx', `import type { A } from '../../app/a.tsx';`, webDirection),
  refused('apps/web/src/features/call/bar/a.tsx', `import '../../../dev/fixtures/a.ts';`, webDirection),
  refused('apps/web/src/app/a.tsx', `import '../dev/gallery.tsx';`, webDirection),
  refused('apps/web/src/app/a.tsx', `import '../worker/a.ts';`, webDirection),
  refused('apps/web/src/worker/a.ts', `import type { A } from '@ringback/client';`, 'service worker'),
  refused('apps/web/src/worker/a.ts', `import '../notifications/a.ts';`, 'notifications/shared'),
  refused('apps/web/src/notifications/shared/a.ts', `import '../a.ts';`, 'notifications/shared'),
  refused('apps/web/src/notifications/shared/a.ts', `import '../../engine/a.ts';`, 'service worker'),
  allowed('apps/web/src/i18n/a.ts', `import '../ui/time/a.ts'; import type { A } from '@ringback/client';`),
  allowed('apps/web/src/notifications/a.ts', `import '../engine/a.ts'; import './shared/a.ts';`),
  allowed('apps/web/src/notifications/shared/a.ts', `import './b.ts'; import '../../ui/time/a.ts';`),
  allowed('apps/web/src/worker/a.ts', `import '../notifications/shared/a.ts'; import './b.ts';`),
  allowed('apps/web/src/features/call/a.test.ts', `import '../../dev/fixtures/a.ts';`),
  allowed('apps/web/src/app/a.tsx', `import '../features/call/a.tsx'; import '../notifications/a.ts';`),
  refused('apps/web/src/ui/controls/a.tsx', `import '../dialogs/b.tsx';`, 'import in one direction'),
  refused(
    'apps/web/src/ui/controls/a.tsx',
    `import '@ringback/client';`,
    'ui/ renders and does not depend on calls',
  ),
  allowed('apps/web/src/ui/dialogs/a.tsx', `import '../controls/b.tsx'; import 'react';`),
  refused(
    'apps/web/src/features/history/list/a.tsx',
    `import '../details/b.tsx';`,
    'import in one direction',
  ),
  refused(
    'apps/web/src/features/history/list/a.tsx',
    `import '../CallsScreen.tsx';`,
    'import in one direction',
  ),
  refused('apps/web/src/features/history/list/a.tsx', `import '../../notes/playing/b.tsx';`, noNeighbors),
  allowed('apps/web/src/features/history/details/a.tsx', `import '../list/b.ts'; import '@ringback/client';`),

  refused(
    'apps/e2e/specs/a.spec.ts',
    `import '@ringback/server';`,
    'Browser specs drive the app from outside',
  ),
  refused('apps/e2e/support/a.ts', `import 'better-sqlite3';`, owned),
  allowed('apps/e2e/support/a.ts', `import '@ringback/client'; import 'socket.io';`),
  refused('apps/e2e/support/a.ts', `import 'socket.io-client';`, owned),
  allowed('apps/e2e/support/a.ts', `import '@ringback/testkit'; import '@ringback/tooling';`),
  refused('packages/tooling/a.mjs', `import '@ringback/protocol';`, 'Tooling imports no package'),

  refused('apps/web/src/app.tsx', `export default 1;`, 'named export'),
  refused('apps/web/src/app.tsx', `export const x: any = 1;`, 'any'),
  refused(
    'apps/web/src/app.tsx',
    `// eslint-disable-next-line no-console\nexport const x = 1;`,
    'eslint-disable',
  ),
  refused(
    'apps/web/src/app.tsx',
    `/* oxlint-disable */\nexport const x: any = 1;`,
    'does not specify any rules',
  ),
];

const fenceRules =
  /no-restricted|no-process-env|no-default-export|no-explicit-any|no-warning-comments|no-abusive/;

/** The linter's messages for each file. */
async function lint(folder: string): Promise<Map<string, string>> {
  const binary = join(repo, 'node_modules/.bin/oxlint');
  const config = join(repo, 'packages/tooling/lint/oxlint.config.ts');
  const output = await new Promise<string>((resolve) => {
    // The exit code only says that some imports were refused, which is expected here.
    execFile(binary, ['-c', config, '-f', 'json', '.'], { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  return messagesByFile(output);
}

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

function messagesByFile(output: string): Map<string, string> {
  const { diagnostics } = JSON.parse(output) as { diagnostics: Diagnostic[] };
  const found = new Map<string, string>();
  for (const { filename, code, message, help = '' } of diagnostics) {
    if (!fenceRules.test(code)) continue;
    found.set(filename, `${found.get(filename) ?? ''}${code}: ${message} ${help}\n`);
  }
  return found;
}

describe('import fences', () => {
  let folder = '';
  let said = new Map<string, string>();
  /** One folder a case, so that all are linted in one run; fences hold below any root. */
  const pathOf = (index: number): string => join(String(index), cases[index]?.file ?? '');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringback-fences-'));
    for (const [index, { line }] of cases.entries()) {
      const path = join(folder, pathOf(index));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${line}\n`);
    }
    said = await lint(folder);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const numbered = cases.map((each, index) => ({ ...each, index }));

  test.each(numbered.filter(({ says }) => says !== ''))('$file refuses $line', ({ index, says }) => {
    expect(said.get(pathOf(index)) ?? 'nothing').toContain(says);
  });

  test.each(numbered.filter(({ says }) => says === ''))('$file allows $line', ({ index }) => {
    expect(said.get(pathOf(index)) ?? 'nothing').toBe('nothing');
  });
});
