// The public API of the tooling, for browser specs and benchmarks.
export { chromiumFlags, findBrowser, findFirefox, findHeadlessShell } from './checks/browser.ts';
export { repo } from './lib/files.mjs';
export { nodePath, serverFlags } from './lib/runtime.mjs';
export { ensureWebBuild } from './lib/web-build.mjs';
