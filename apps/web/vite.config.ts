import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { workerBundle } from './workerBundle.ts';

export default defineConfig({
  plugins: [react(), websocketOnly(), workerBundle()],
  build: {
    // Tabs that are open during an update still load files of the build before; `built-assets.mjs` drops older ones.
    emptyOutDir: false,
    // Under the content security policy an inlined file would be a `data:` URL, which scripts and fonts may not be.
    assetsInlineLimit: 0,
    // All supported browsers preload modules natively.
    modulePreload: { polyfill: false },
    // The first versions with `light-dark()`. Rewritten for older ones, a part of a light page could not be dark.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups() } } },
  },
});

/**
 * Modules that load at the same moment form one chunk, with all dependencies that no earlier chunk contains. With a chunk
 * for each shared module, a page made 89 requests instead of 16, and its start took half as much processor time again
 * (measured with Chromium 156).
 */
function chunkGroups() {
  const chunks: readonly (readonly [name: string, modules: RegExp])[] = [
    ['first', /\/web\/src\/main\.tsx$/],
    [
      'frame',
      /\/(?:app\/AppShell\.tsx|connection\/socketConnection\.ts|calls\/callsController\.ts|media\/browserCapture\.ts)$/,
    ],
    ['calls', /\/(?:app\/CallLayer\.tsx|media\/audioLevels\.ts)$/],
    ['screens', /\/(?:composedScreens|UnplayedNotes|CallSummary|NoteDialog|CheckupScreen)\.tsx$/],
    [
      'stores',
      /\/(?:conversation\/conversationStore|notes\/noteStore|notes\/browserNoteShelf|notes\/noteTransfer)\.ts$/,
    ],
  ];
  return chunks.map(([name, test], index) => ({ name, test, priority: chunks.length - index }));
}

/**
 * Drops the transports that the app does not use. The library lists all of them in one object, which bundlers cannot
 * shake; they are 1.4 kB of the first load, gzipped.
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
