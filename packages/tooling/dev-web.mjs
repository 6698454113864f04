// The Vite half of `npm run dev`, in a separate process because it needs the project's Node.
import { createServer } from 'vite';
import { Explained, runCommand } from './lib/runtime.mjs';
import { inRepo } from './lib/files.mjs';

const target = process.env['RINGBACK_DEV_SERVER'];
const port = Number(process.env['RINGBACK_DEV_PORT']);
if (target === undefined || Number.isNaN(port)) throw new Error('Start this with `npm run dev`.');

const vite = await createServer({
  root: inRepo('apps/web'),
  cacheDir: inRepo('node_modules/.cache/vite'),
  clearScreen: false,
  server: {
    host: 'localhost',
    port,
    strictPort: true,
    proxy: {
      '/api': target,
      '/healthz': target,
      '/metrics': target,
      '/socket.io': { target, ws: true },
    },
  },
});
await runCommand(async () => {
  await vite.listen().catch((/** @type {unknown} */ error) => {
    throw new Explained(error instanceof Error ? error.message : 'Vite could not start.');
  });
  console.log(`\nOpen http://localhost:${port} (this address also reaches the server).\n`);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void vite.close().finally(() => process.exit()));
}
