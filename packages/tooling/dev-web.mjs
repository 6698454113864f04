// The Vite half of `npm run dev`, a process of its own because it needs the project's Node.
import { createServer } from 'vite';
import { inRepo } from './lib/paths.mjs';

const target = process.env['RINGBACK_DEV_SERVER'];
const port = Number(process.env['RINGBACK_DEV_PORT']);
if (target === undefined || Number.isNaN(port)) throw new Error('Start this with `npm run dev`.');

const vite = await createServer({
  root: inRepo('apps/web'),
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
await vite.listen();
console.log(`\nOpen http://localhost:${port} (this address also reaches the server).\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void vite.close().finally(() => process.exit()));
}
