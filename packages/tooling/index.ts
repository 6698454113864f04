// What the browser specs share with the house.
export { chromiumFlags, findBrowser, findHeadlessShell } from './checks/browser.ts';
export { repo } from './lib/paths.mjs';
export { nodePath } from './lib/runtime.mjs';
export { serverFlags } from './lib/server.mjs';
export { ensureWebBuild } from './lib/web-build.mjs';
