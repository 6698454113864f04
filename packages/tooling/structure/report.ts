// `npm run structure`: prints what breaks the limits on folders and files; see rules.ts. The linter checks functions.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { inRepo, repo } from '../lib/files.mjs';
import { findProblems } from './rules.ts';

const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: repo,
  encoding: 'utf8',
});
// Git also lists files that were deleted and not yet committed.
const paths = listed.split('\0').filter((path) => path !== '' && existsSync(inRepo(path)));
const sources = paths.filter((path) => /\.(ts|tsx|mjs)$/.test(path));
const files = await Promise.all(
  sources.map(async (path) => ({ path, text: await readFile(inRepo(path), 'utf8') })),
);
const problems = findProblems(files, paths);
for (const problem of problems) console.log(problem);
console.log(`${files.length} source files, ${problems.length} problems of structure`);
process.exitCode = problems.length === 0 ? 0 : 1;
