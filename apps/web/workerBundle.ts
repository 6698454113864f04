import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds the service worker into a file of its own with a fixed name, where browsers look for a newer one. Built with the
 * app, it would share chunks with it, which would split the first load.
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
