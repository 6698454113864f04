import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds the service worker into one file of its own, under a name that never changes: browsers look there for a newer
 * one. In one build with the app it would share chunks with it, and the first load would be cut to the worker's needs.
 */
export function workerBundle(): Plugin {
  return {
    name: 'worker-bundle',
    apply: 'build',
    closeBundle: async () => {
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        build: {
          emptyOutDir: false,
          rolldownOptions: {
            input: 'src/worker/worker.ts',
            output: { format: 'iife', entryFileNames: 'worker.js' },
          },
        },
      });
    },
  };
}
