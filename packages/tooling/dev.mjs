// `npm run dev`: the web app and the server, both reloaded as their sources change, behind one address.
import { ensureDependencies } from './lib/dependencies.mjs';
import { exitCodeOf, forwardSignals, runCommand, startNode } from './lib/runtime.mjs';

const port = Number(process.env['PORT'] ?? 3000);

await runCommand(async () => {
  await ensureDependencies();
  // The browser talks to Vite on the usual port; Vite hands on what is the server's to the next one.
  const server = startNode(['--watch', '--watch-preserve-output', 'apps/server/src/main.ts'], {
    PORT: String(port + 1),
    HOST: '127.0.0.1',
  });
  const web = startNode(['packages/tooling/dev-web.mjs'], {
    RINGBACK_DEV_PORT: String(port),
    RINGBACK_DEV_SERVER: `http://127.0.0.1:${port + 1}`,
  });
  forwardSignals(server, web);
  const ends = [exitCodeOf(server), exitCodeOf(web)];
  const first = await Promise.race(ends);
  server.kill();
  web.kill();
  await Promise.all(ends);
  process.exitCode = first;
});
