// `npm test`: installs what is missing, then runs the checks with the project's own Node.
// Runs on Node 20 too, with nothing installed.
import { ensureDependencies } from './lib/dependencies.mjs';
import { runCommand } from './lib/explain.mjs';
import { exitCodeOf, forwardSignals, startNode } from './lib/runtime.mjs';

await runCommand(async () => {
  await ensureDependencies();
  const checks = startNode(['packages/tooling/checks/main.ts', ...process.argv.slice(2)]);
  forwardSignals(checks);
  process.exitCode = await exitCodeOf(checks);
});
