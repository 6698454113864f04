// `npm start`: installs what is missing, builds what changed, then runs the server.
// Runs on Node 20 too, with nothing installed: the server itself gets the project's own Node.
import { ensureDependencies } from './lib/dependencies.mjs';
import { exitCodeOf, forwardSignals, runCommand, serverFlags, startNode } from './lib/runtime.mjs';
import { ensureWebBuild } from './lib/web-build.mjs';

await runCommand(async () => {
  await ensureDependencies();
  await ensureWebBuild();
  const server = startNode([...serverFlags, 'apps/server/src/main.ts']);
  forwardSignals(server);
  process.exitCode = await exitCodeOf(server);
});
