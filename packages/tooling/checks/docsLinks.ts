import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A page of the documentation. */
export interface Page {
  /** From the root of the repository, like `docs/media.md`. */
  readonly path: string;
  readonly text: string;
}

export interface Repository {
  /** Its root folder. */
  readonly root: string;
  /** The names of its npm scripts. */
  readonly scripts: readonly string[];
}

/** Finds what a page names and the repository lacks: linked files and headings, paths, and npm scripts. */
export function findBrokenReferences(
  page: Page,
  { root, scripts }: Repository,
  pages: readonly Page[],
): string[] {
  const prose = page.text.replaceAll(/^```.*?^```/gmsu, '');
  const links = captures(prose, /\]\((?![a-z]+:)([^)\s]+)\)/gu).filter(
    (link) => !linkWorks(link, page, root, pages),
  );
  const paths = captures(prose, /`((?:apps|packages|docs)\/[^`\s]+)`/gu).filter(
    (path) => !pathExists(path, root),
  );
  const missing = captures(page.text, /\bnpm run (?!-)([a-z][\w:-]*)(?![\w:-]| -w)/gu).filter(
    (script) => !scripts.includes(script),
  );
  return [...links, ...paths, ...missing.map((script) => `npm run ${script}`)];
}

function captures(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

function linkWorks(link: string, page: Page, root: string, pages: readonly Page[]): boolean {
  const [file = '', heading] = link.split('#');
  const path = join(dirname(page.path), file);
  if (file !== '' && !existsSync(join(root, path))) return false;
  const target = file === '' ? page : pages.find((each) => each.path === path);
  return heading === undefined || target === undefined || anchorsOf(target).includes(heading);
}

/** The anchors that GitHub makes of headings. */
function anchorsOf({ text }: Page): string[] {
  return captures(text, /^#{1,6} (.+)$/gmu).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** A path may hold `*`; then at least one file must match. */
function pathExists(path: string, root: string): boolean {
  return path.includes('*') ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
}
