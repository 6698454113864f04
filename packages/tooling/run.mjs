// `node packages/tooling/run.mjs COMMAND …`: runs an installed command with the project's own Node, whatever Node runs
// npm; installs what is missing first.
import { ensureDependencies } from './lib/dependencies.mjs';
import { exitCodeOf, forwardSignals, runCommand, startNode, startTool } from './lib/runtime.mjs';

await runCommand(async () => {
  await ensureDependencies();
  const [command = '', ...args] = process.argv.slice(2);
  const tool = command === 'node' ? startNode(args) : startTool(command, args);
  forwardSignals(tool);
  process.exitCode = await exitCodeOf(tool);
});
