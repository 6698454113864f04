import { defineConfig, type OxlintOverride } from 'oxlint';
import { impureGlobals, fences, testFiles, type Fence } from './fences.ts';

// File globs begin with **/ because they count from this folder, and from the root for files outside of it.
const purity =
  'The protocol is pure: time, randomness and the machine come in with the event or as arguments.';

/** A later override replaces the rule's options of an earlier one, so each fence lists everything that it refuses. */
function overrideOf({ files, refusals }: Fence): OxlintOverride {
  return { files: [...files], rules: { 'no-restricted-imports': ['error', { patterns: [...refusals] }] } };
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'react', 'jsx-a11y', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/node_modules/**', '**/dist/**', '**/.data/**', '**/test-results/**'],
  rules: {
    eqeqeq: 'error',
    'max-lines': ['error', { max: 400 }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'no-console': 'error',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'no-unused-vars': [
      'error',
      {
        argsIgnorePattern: '^_',
        varsIgnorePattern: '^_',
        caughtErrorsIgnorePattern: '^_',
        ignoreRestSiblings: true,
      },
    ],
    // Only finished code, and nothing hidden from the linter.
    'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'oxlint-disable', 'eslint-disable'] }],
    // tsc checks it better: it knows what the bundler exports for an address, as `?url`.
    'import/default': 'off',
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'import/no-default-export': 'error',
    // Style sheets are imported for their effect.
    'import/no-unassigned-import': 'off',
    // Libraries document `fc.assert` and `v.object` as members of their one import.
    'import/no-named-as-default-member': 'off',
    'node/no-process-env': 'error',
    // A live conversation has no caption file.
    'jsx-a11y/media-has-caption': 'off',
    // Roles are part of the contract of the screens, also where an element of the same role has other rules for its
    // content: an `output` holds no paragraphs, a `ul` no day headings.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'react/exhaustive-deps': 'error',
    // For the React compiler's sake, which nothing here goes through.
    'react/incompatible-library': 'off',
    'react/react-in-jsx-scope': 'off',
    'react/rules-of-hooks': 'error',
    'typescript/await-thenable': 'error',
    'typescript/ban-ts-comment': 'error',
    // tsc checks it better: it knows that an exhaustive switch needs no return after it.
    'typescript/consistent-return': 'off',
    'typescript/consistent-type-assertions': [
      'error',
      { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
    ],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    // Spreading a string counts code points, which is what limits on names mean.
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-function-type': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-abusive-eslint-disable': 'error',
    'unicorn/require-module-specifiers': 'off',
    // Expectations may live in a helper, or in the branch that a discriminated union opens.
    'vitest/expect-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/no-disabled-tests': 'error',
    'vitest/no-focused-tests': 'error',
  },
  overrides: [
    { files: ['**/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      // Programs of the command line: they talk to a terminal.
      files: [
        '**/packages/tooling/**',
        '**/packages/*/scripts/**',
        '**/apps/e2e/**',
        '**/playwright.config.ts',
      ],
      rules: { 'no-console': 'off', 'node/no-process-env': 'off' },
    },
    {
      // These run before anything is installed, a schema library included: what npm or a runner wrote is trusted.
      files: ['**/packages/tooling/**/*.mjs'],
      rules: { 'typescript/no-unsafe-type-assertion': 'off' },
    },
    {
      // The trace of calls, at the level that browsers hide unless asked for it.
      files: ['**/packages/client/src/browserEngine.ts'],
      rules: { 'no-console': ['error', { allow: ['debug'] }] },
    },
    {
      // What a browser may lack or refuse is used at its guard only.
      files: ['**/apps/web/src/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          ...['ResizeObserver', 'IntersectionObserver', 'localStorage', 'sessionStorage'].map((name) => ({
            name,
            message:
              'Browsers may lack or refuse it, which must not take the page along: use ui/browser, or the storage of @ringback/client.',
          })),
        ],
      },
    },
    { files: ['**/apps/web/src/ui/browser/**'], rules: { 'no-restricted-globals': 'off' } },
    { files: ['**/apps/server/src/config/config.ts'], rules: { 'node/no-process-env': 'off' } },
    {
      files: [...testFiles, '**/apps/e2e/specs/**'],
      rules: {
        'max-lines': 'off',
        'max-lines-per-function': 'off',
        'typescript/no-unsafe-type-assertion': 'off',
      },
    },
    {
      files: ['**/packages/protocol/src/**', '**/packages/rtc/src/machine/**'],
      excludeFiles: [...testFiles],
      rules: {
        'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: purity }))],
        'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: purity }],
      },
    },
    ...fences.map(overrideOf),
  ],
});
