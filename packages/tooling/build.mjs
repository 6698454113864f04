// `npm run build`: builds the web app, if its sources changed since the last build.
import { ensureDependencies } from './lib/dependencies.mjs';
import { runCommand } from './lib/runtime.mjs';
import { ensureWebBuild } from './lib/web-build.mjs';

await runCommand(async () => {
  await ensureDependencies();
  await ensureWebBuild();
});
