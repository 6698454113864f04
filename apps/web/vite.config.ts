import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { workerBundle } from './workerBundle.ts';

export default defineConfig({
  plugins: [react(), websocketOnly(), workerBundle()],
  build: {
    // Under the content security policy an inlined file would be a `data:` URL, which scripts and fonts may not be.
    assetsInlineLimit: 0,
    // All browsers that can show the app know it themselves.
    modulePreload: { polyfill: false },
    // The first with `light-dark()`: rewritten for older ones, a part of the page could not be dark in a light one.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: { output: { codeSplitting: { groups: waves() } } },
  },
});

/**
 * Parts that are loaded at the same moment come in one file, with all that they need and that no file before has brought.
 * With a file for each module that any two of them share, a page made 89 requests in place of 16, and its start cost a
 * half more of the processor's time (measured with Chromium 156).
 */
function waves() {
  const chunks: readonly (readonly [name: string, modules: RegExp])[] = [
    ['first', /\/web\/src\/main\.tsx$/],
    ['frame', /\/(?:app\/AppShell\.tsx|connection\/socket\.ts)$/],
    ['calls', /\/app\/CallLayer\.tsx$/],
    ['screens', /\/(?:composedScreens|UnplayedNotes|CallSummary|NoteDialog|CheckupScreen)\.tsx$/],
    [
      'stores',
      /\/(?:conversation\/conversationStore|notes\/noteStore|notes\/browserNoteShelf|notes\/noteTransfer)\.ts$/,
    ],
  ];
  return chunks.map(([name, test], index) => ({ name, test, priority: chunks.length - index }));
}

/**
 * The app speaks to its server over a websocket alone, and says so where it connects; but the library lists all its
 * transports in one object, with which the code of each is loaded: 1.4 kB of the first load, gzipped.
 */
function websocketOnly(): Plugin {
  return {
    name: 'websocket-only',
    apply: 'build',
    load: {
      filter: { id: /\/engine\.io-client\/build\/esm\/transports\/index\.js$/ },
      handler: () => `import { WS } from './websocket.js'; export const transports = { websocket: WS };`,
    },
  };
}
