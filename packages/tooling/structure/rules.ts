/** A source file, its path from the top folder with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const limits = {
  linesOfFile: 400,
  filesOfFolder: 20,
  /** Product files shorter than this are splinters; `shareOfSplinters` limits their number. */
  linesOfSplinter: 30,
  shareOfSplinters: 0.08,
};

/** All violations of the limits, one line each. */
export function findProblems(files: readonly SourceFile[], allPaths: readonly string[]): string[] {
  const product = files.filter(({ path }) => isProduct(path));
  return [
    ...folderCircles(product),
    ...longFiles(files),
    ...splinters(product),
    ...sharedNames(product),
    ...fullFolders(allPaths),
  ];
}

const testPath = /\.(test|testing|spec|lab)\.tsx?$|\/testing\/|\/dev\/|^apps\/e2e\/|^packages\/testkit\//;

/** Code that runs in production or builds it: no tests, no gallery, no benches, no one-off scripts. */
export function isProduct(path: string): boolean {
  return /^(packages|apps)\//.test(path) && !testPath.test(path) && !/\/(scripts|bench)\//.test(path);
}

/** The workspace that a file belongs to, such as `apps/web`. */
function packageOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function linesOf({ text }: SourceFile): number {
  return text.split('\n').length - 1;
}

const importPattern = /(?:\bfrom\s+|\bimport\s+|\bimport\()\s*['"](\.[^'"]+|@ringback\/[^'"]+)['"]/g;

/** Which folders the files of each folder import from, types included. */
function folderGraph(files: readonly SourceFile[]): Map<string, Set<string>> {
  const packages = new Map(
    files.map(({ path }) => [packageOf(path).replace(/^[^/]+/, '@ringback'), packageOf(path)]),
  );
  const graph = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const from = folderOf(path);
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const [, specifier = ''] of text.matchAll(importPattern)) {
      const target = targetFolder(from, specifier, packages);
      if (target !== undefined && target !== from) targets.add(target);
    }
  }
  return graph;
}

function targetFolder(
  from: string,
  specifier: string,
  packages: ReadonlyMap<string, string>,
): string | undefined {
  if (specifier.startsWith('.')) return folderOf(resolvePath(`${from}/${specifier}`));
  const folder = packages.get(specifier.split('/').slice(0, 2).join('/'));
  return folder === undefined ? undefined : `${folder}/src`;
}

function resolvePath(path: string): string {
  const resolved: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') resolved.pop();
    else if (part !== '.') resolved.push(part);
  }
  return resolved.join('/');
}

/** Folders that import each other in a circle: one of them can reach the other and come back. */
function folderCircles(files: readonly SourceFile[]): string[] {
  const graph = folderGraph(files);
  const reach = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(folder, graph)]));
  const circles = new Set<string>();
  for (const [folder, reachable] of reach) {
    if (!reachable.has(folder)) continue;
    const circle = [...reachable].filter((other) => reach.get(other)?.has(folder) === true).toSorted();
    circles.add(`Folders that import each other in a circle: ${circle.join(', ')}`);
  }
  return [...circles];
}

function reachableFrom(folder: string, graph: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set(graph.get(folder));
  // A set that grows while it is iterated also yields what was added.
  for (const next of reached) for (const further of graph.get(next) ?? []) reached.add(further);
  return reached;
}

function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => linesOf(file) > limits.linesOfFile)
    .map((file) => `More than ${limits.linesOfFile} lines: ${file.path} has ${linesOf(file)}`);
}

function splinters(product: readonly SourceFile[]): string[] {
  const short = product.filter((file) => linesOf(file) < limits.linesOfSplinter);
  if (short.length <= product.length * limits.shareOfSplinters) return [];
  const percent = ((100 * short.length) / product.length).toFixed(1);
  const paths = short.map((file) => `  ${file.path}: ${linesOf(file)}`);
  return [
    [
      `${percent} % of ${product.length} product files have fewer than ${limits.linesOfSplinter} lines, at most ${100 * limits.shareOfSplinters} % may:`,
      ...paths,
    ].join('\n'),
  ];
}

function sharedNames(product: readonly SourceFile[]): string[] {
  const byName = Map.groupBy(
    product,
    ({ path }) => `${packageOf(path)} ${path.slice(path.lastIndexOf('/') + 1)}`,
  );
  return [...byName.values()]
    .filter((files) => files.length > 1)
    .map((files) => `Files of one package with the same name: ${files.map(({ path }) => path).join(', ')}`);
}

function fullFolders(allPaths: readonly string[]): string[] {
  const byFolder = Map.groupBy(allPaths, folderOf);
  return [...byFolder]
    .filter(([, paths]) => paths.length > limits.filesOfFolder)
    .map(
      ([folder, paths]) =>
        `More than ${limits.filesOfFolder} files in a folder: ${folder} has ${paths.length}`,
    );
}
