/**
 * Import fences between packages and folders. Each fence names what its files may use; any other import is refused with
 * a message that says where the code belongs. `fences.test.ts` proves each fence with an import that must be refused.
 */

/**
 * Imports that are refused, and what to do instead. A group is read like .gitignore: later patterns win, and `!`
 * allows again. The linter's regular expressions lack look-around, and silently ignore a rule with one.
 */
type Refusal = { readonly message: string } & ({ readonly regex: string } | { readonly group: string[] });

/** A set of files and what they must not import. For a file in several fences, the last one counts. */
export interface Fence {
  readonly files: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** Files that may use test-only code: the tests themselves and their helpers. */
export const testFiles: readonly string[] = ['**/*.test.{ts,tsx}', '**/*.testing.{ts,tsx}', '**/testing/**'];

const packageEntry: Refusal = {
  regex: String.raw`^@ringback/[^/]+/src|^\.{1,2}/.*/src/|^\.{1,2}/(.*/)?(packages|apps)/|^/`,
  message:
    'Import other packages by their name only: import @ringback/<package>, and export what is missing from its src/index.ts.',
};

const testingEntry: Refusal = {
  regex: '^@ringback/[^/]+/testing',
  message: 'Fakes are for tests: move what product code needs out of testing/.',
};

const environment: Refusal = {
  regex: '^(node:)?process$',
  message:
    'The environment is read in one file, apps/server/src/config/config.ts. Take the setting as an argument, or use the global process for exit codes and signals.',
};

function onlyOurs(packages: readonly string[], message: string): Refusal {
  return { group: ['@ringback/*', ...packages.map((name) => `!@ringback/${name}`)], message };
}

/** Libraries that only one part of the code may import. */
const ownedLibraries = [
  { owner: 'database', libraries: ['better-sqlite3', 'pg'] },
  { owner: 'sql', libraries: ['kysely'] },
  { owner: 'serverSocket', libraries: ['socket.io', 'socket.io-parser', '@socket.io'] },
  { owner: 'clientSocket', libraries: ['socket.io-client'] },
  { owner: 'link', libraries: ['simple-peer'] },
] as const;
type Owner = (typeof ownedLibraries)[number]['owner'];

/** Refuses the libraries that others own. */
function librariesOf(...owners: readonly Owner[]): Refusal {
  const refused = ownedLibraries
    .filter(({ owner }) => !owners.includes(owner))
    .flatMap(({ libraries }) => libraries);
  return {
    regex: `^(${refused.join('|').replaceAll('.', String.raw`\.`)})(/|$)`,
    message:
      'Only one part of the code imports this library: database drivers in apps/server/src/storage, kysely there and in the *Sql.ts and *Table.ts files of the server (only these run in the thread of the database), socket.io in apps/server/src/socket, socket.io-client in packages/client/src/connection/socketConnection.ts, simple-peer in packages/rtc/src/peer. Ask that fence for what you need.',
  };
}

const oursInTooling = onlyOurs([], 'Tooling imports no package: it starts them as programs.');
const oursInE2e = onlyOurs(
  ['protocol', 'rtc', 'client', 'testkit', 'tooling'],
  'Browser specs drive the app from outside: start the server as a program.',
);
const oursInTestkit = onlyOurs(
  ['protocol'],
  'The test kit imports @ringback/protocol only: fakes of a package belong in the testing/ folder of that package.',
);
const oursInRtc = onlyOurs(
  ['protocol'],
  'The media of a call stand on @ringback/protocol alone: pass in what only the client knows; fakes are for tests.',
);
const oursInClient = onlyOurs(
  ['protocol', 'rtc'],
  'The calling engine imports @ringback/protocol and @ringback/rtc only; fakes are for tests.',
);
const oursInServer = onlyOurs(
  ['protocol', 'relay'],
  'The server shares only @ringback/protocol with the others: what both ends must know belongs there; the test kit is for tests.',
);
const oursInRelay = onlyOurs([], 'The relay knows nothing of calls: it could be a separate program.');
const oursInWeb = onlyOurs(
  ['protocol', 'client'],
  'The app imports @ringback/client and @ringback/protocol only: request what only the server knows over the wire; the test kit is for tests.',
);
const oursInPureTests = onlyOurs(
  ['protocol', 'testkit'],
  'Tests of the protocol and of the test kit stand on these two alone.',
);

const pure: Refusal = {
  group: ['*', '!valibot', '!./**', '!../**'],
  message:
    'The protocol is pure: it imports valibot and itself, nothing else. Clocks, ids and I/O come in as arguments.',
};

/** Like `pure`, and refuses the given folders of the protocol, which stand above. */
function pureBelow(...above: readonly string[]): Refusal {
  return {
    group: ['*', '!valibot', '!./**', '!../**', ...above.map((folder) => `../${folder}/**`)],
    message: `${pure.message} Inside the protocol wire/ imports call/, and both import common/: move what both need down, or what needs it up.`,
  };
}

const pureRtc: Refusal = {
  group: ['*', '!valibot', '!@ringback/protocol', '!./**', '!../**', '../peer/**', '../testing/**'],
  message:
    'The media machines are pure: they import valibot, @ringback/protocol and themselves. Effects belong in peer/.',
};

const drawingMessage =
  'ui/ renders and does not depend on calls: it imports React, icons and its own folder only. Pass data in as props, or move the component into the feature that needs it.';
const drawingTools = ['!react', '!react/**', '!react-dom', '!lucide-react'];
const drawing: Refusal = { group: ['*', ...drawingTools, '!./**'], message: drawingMessage };
const drawingInFolder: Refusal = {
  group: ['*', ...drawingTools, '!./**', '!../**', '../../**'],
  message: drawingMessage,
};

const featureMessage =
  'Features do not import each other: lift what both need into src/ui (drawing) or @ringback/client (state), and let app/ put features together.';
const neighbor: Refusal = {
  regex: String.raw`^\.\./[^.]|(^|/)features/`,
  message: featureMessage,
};
const neighborFromFolder: Refusal = {
  regex: String.raw`^\.\./\.\./[^.]|(^|/)features/`,
  message: featureMessage,
};

/** Files of the product. */
function fence(files: string | readonly string[], ...refusals: readonly Refusal[]): Fence {
  return testFence(files, testingEntry, ...refusals);
}

/** Files that may also use the fakes of other packages. */
function testFence(files: string | readonly string[], ...refusals: readonly Refusal[]): Fence {
  const globs = typeof files === 'string' ? [files] : files;
  return { files: globs.map((glob) => `**/${glob}`), refusals: [packageEntry, ...refusals] };
}

/**
 * The folders of one parent, each with the refusals of all. Each may import those before it, and none may import the
 * files beside them, so that they form no circle.
 */
function orderedFences(parent: string, folders: readonly string[], ...refusals: readonly Refusal[]): Fence[] {
  return folders.map((folder, index) => {
    const later = folders.slice(index + 1).map((name) => `${name}/|`);
    const upward: Refusal = {
      regex: String.raw`^\.\./(${later.join('')}[^/]*\.tsx?$)`,
      message: `The folders of ${parent} import in one direction: ${folders.join(' <- ')} <- the files beside them. Define the type in the lower folder, or pass the value as an argument.`,
    };
    // First, because a group that allows an import again ends the check.
    return fence(`${parent}/${folder}/**`, upward, ...refusals);
  });
}

const relayFolders = ['address', 'codec', 'core', 'auth', 'allocation', 'requests', 'transport'];
const uiFolders = [
  'browser',
  'styles',
  'time',
  'loading',
  'media',
  'visibility',
  'layout',
  'avatar',
  'controls',
  'fields',
  'dialogs',
];
const featureFolders = [
  { feature: 'history', folders: ['entries', 'summary', 'removal', 'list', 'details'] },
  { feature: 'notes', folders: ['text', 'playing', 'recording', 'greeting'] },
  { feature: 'settings', folders: ['section', 'profile', 'account'] },
];

const serverFolders = [
  'platform',
  'config',
  'storage',
  'moderation',
  'devices',
  'socket',
  'http',
  'insight',
  'privacy',
  'people',
  'accounts',
  'history',
  'messages',
  'reports',
  'calls',
  'ice',
  'checkup',
  'notes',
  'push',
  'sessions',
  'userData',
  'hello',
  'admin',
  'operations',
] as const;
type ServerFolder = (typeof serverFolders)[number];

/** Refuses the folders after this one, and the files beside them, which put the folders together. */
function laterInServer(folder: ServerFolder): Refusal {
  const later = serverFolders.slice(serverFolders.indexOf(folder) + 1).map((name) => `${name}/|`);
  return {
    regex: String.raw`^(\.\./)+(${later.join('')}(main|server)\.ts$)`,
    message: `The server's folders import in one direction: ${serverFolders.join(' <- ')} <- server.ts. Declare what you need as a function or an interface in your own folder, and let server.ts pass it in.`,
  };
}

function librariesOfServer(folder: ServerFolder): Refusal {
  if (folder === 'storage') return librariesOf('database', 'sql');
  return folder === 'socket' ? librariesOf('serverSocket') : librariesOf();
}

function serverFences(): Fence[] {
  const path = 'apps/server/src';
  const sqlFiles = (folder: string) => [`${path}/${folder}/**/*Sql.ts`, `${path}/${folder}/**/*Table.ts`];
  return [
    fence(`${path}/**`, oursInServer, librariesOf(), environment),
    ...serverFolders.flatMap((folder) => [
      fence(
        `${path}/${folder}/**`,
        laterInServer(folder),
        oursInServer,
        librariesOfServer(folder),
        environment,
      ),
      ...(folder === 'storage'
        ? []
        : [fence(sqlFiles(folder), laterInServer(folder), oursInServer, librariesOf('sql'), environment)]),
    ]),
    fence(`${path}/config/config.ts`, laterInServer('config'), oursInServer, librariesOf()),
  ];
}

/** The web app's folders. Each may import those before it, so that they form no circle. */
const webFolders = ['ui', 'i18n', 'engine', 'notifications', 'features', 'app'] as const;

/** Refuses the folders after this one, and those that no product file imports: the gallery and the service worker. */
function laterInWeb(folder: (typeof webFolders)[number]): Refusal {
  const later = [...webFolders.slice(webFolders.indexOf(folder) + 1), 'worker', 'dev'];
  return {
    regex: String.raw`^(\.\./)+(${later.join('|')})/`,
    message: `The app's folders import in one direction: ${webFolders.join(' <- ')}. Move what both need into the lower folder, or pass it in as a prop.`,
  };
}

const inWorkerMessage =
  'This runs in the service worker, which has no page: it imports notifications/shared, the helpers of ui/ without React, @ringback/protocol and valibot.';
const oursInWorker = onlyOurs(['protocol'], inWorkerMessage);
const inWorker: Refusal = {
  regex: String.raw`^(react|react-dom|wouter|zustand)(/|$)|^(\.\./)+(i18n|engine|features|app|dev)/`,
  message: inWorkerMessage,
};
const pageNotifications: Refusal = {
  regex: String.raw`^\.\./[^/]+\.tsx?$|^(\.\./)+notifications/[^/]+\.tsx?$`,
  message:
    'The service worker shares notifications/shared with the page, and nothing else of notifications/.',
};

function webFences(): Fence[] {
  const common = [oursInWeb, librariesOf(), environment];
  const features = laterInWeb('features');
  return [
    fence('apps/web/src/**', ...common),
    fence('apps/web/src/ui/**', drawing),
    fence('apps/web/src/ui/*/**', drawingInFolder),
    ...orderedFences('apps/web/src/ui', uiFolders, drawingInFolder),
    fence('apps/web/src/i18n/**', ...common, laterInWeb('i18n')),
    fence('apps/web/src/engine/**', ...common, laterInWeb('engine')),
    fence('apps/web/src/notifications/**', ...common, laterInWeb('notifications')),
    ...['notifications/shared', 'worker'].map((folder) =>
      fence(
        `apps/web/src/${folder}/**`,
        oursInWorker,
        librariesOf(),
        environment,
        inWorker,
        pageNotifications,
      ),
    ),
    fence('apps/web/src/features/*/*', ...common, features, neighbor),
    fence('apps/web/src/features/*/*/**', ...common, features, neighborFromFolder),
    ...featureFolders.flatMap(({ feature, folders }) =>
      orderedFences(`apps/web/src/features/${feature}`, folders, ...common, features, neighborFromFolder),
    ),
    fence('apps/web/src/app/**', ...common, laterInWeb('app')),
  ];
}

/** The calling engine's folders. Each may import those before it, so that they form no circle. */
const clientFolders = [
  'platform',
  'connection',
  'media',
  'people',
  'settings',
  'push',
  'sessions',
  'calls',
  'outbox',
  'history',
  'messages',
  'notes',
  'conversation',
  'checkup',
] as const;

/** Effects come before reducers, so that they make no decisions; the controller beside the folders runs both. */
const callFolders = ['state', 'effects', 'reducers', 'selectors'];

/** Refuses the folders after this one, and the files beside them, which put the folders together. */
function laterInClient(folder: (typeof clientFolders)[number]): Refusal {
  const later = clientFolders.slice(clientFolders.indexOf(folder) + 1).map((name) => `${name}/|`);
  return {
    regex: String.raw`^(\.\./)+(${later.join('')}(engine|browserEngine|index)\.ts$)`,
    message: `The engine's folders import in one direction: ${clientFolders.join(' <- ')} <- engine.ts. Define the type in the lower folder, or pass the value in from engine.ts.`,
  };
}

function clientFences(): Fence[] {
  const path = 'packages/client/src';
  const common = [oursInClient, librariesOf(), environment];
  return [
    fence(`${path}/**`, ...common),
    ...clientFolders.map((folder) => fence(`${path}/${folder}/**`, laterInClient(folder), ...common)),
    ...orderedFences(`${path}/calls`, callFolders, laterInClient('calls'), ...common),
    fence(
      `${path}/connection/socketConnection.ts`,
      laterInClient('connection'),
      oursInClient,
      librariesOf('clientSocket'),
      environment,
    ),
  ];
}

function testsOf(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => testFiles.map((glob) => `${folder}/${glob}`));
}

/** All fences, the more specific ones later. */
export const fences: readonly Fence[] = [
  fence('packages/tooling/**', oursInTooling, librariesOf()),
  testFence(['apps/e2e/**', 'playwright.config.ts'], oursInE2e, librariesOf('serverSocket')),

  fence('packages/protocol/src/**', pure),
  fence('packages/protocol/src/common/**', pureBelow('call', 'wire', 'testing')),
  fence('packages/protocol/src/call/**', pureBelow('wire', 'testing')),
  fence('packages/testkit/src/**', oursInTestkit, librariesOf(), environment),
  fence('packages/relay/src/**', oursInRelay, librariesOf(), environment),
  ...orderedFences('packages/relay/src', relayFolders, oursInRelay, librariesOf(), environment),
  fence(testsOf(['packages/relay']), oursInRelay, librariesOf(), environment),

  fence('packages/rtc/src/machine/**', pureRtc),
  fence('packages/rtc/src/peer/**', oursInRtc, librariesOf('link'), environment),
  fence('packages/rtc/src/index.ts', oursInRtc, librariesOf(), environment),

  ...clientFences(),

  ...serverFences(),

  ...webFences(),

  testFence(testsOf(['packages/protocol', 'packages/testkit']), oursInPureTests, librariesOf()),
  testFence(testsOf(['packages/client', 'apps/server', 'apps/web']), librariesOf('clientSocket')),
  testFence(['apps/server/src/**/*Sql.test.ts'], librariesOf('clientSocket', 'sql')),
  testFence(testsOf(['apps/server/src/storage']), librariesOf('database', 'sql')),
  testFence(testsOf(['packages/rtc']), librariesOf('link')),
];

/** Globals that would make the protocol depend on the machine or the moment it runs in. */
export const impureGlobals: readonly string[] = [
  'Date',
  'Temporal',
  'performance',
  'process',
  'globalThis',
  'crypto',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'window',
  'document',
  'navigator',
];
