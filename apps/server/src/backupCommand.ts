import { resolve } from 'node:path';
import { backUp, restore } from './admin/backup.ts';
import { ConfigError, readConfig, workingDirectory } from './config/config.ts';
import { ArchiveError, type ArchiveContents } from './storage/backupArchive.ts';

/* `npm run backup -- FILE` and `npm run restore -- FILE`. */

const usage = 'Name one file: npm run backup -- FILE, or npm run restore -- FILE.';

async function main([command, file, ...more]: readonly string[]): Promise<string> {
  if (file === undefined || more.length > 0) throw new ArchiveError(usage);
  const { dataDir } = readConfig();
  const path = resolve(workingDirectory(), file);
  switch (command) {
    case 'backup':
      return `Backed up ${describe(await backUp(dataDir, path))} to ${path}.`;
    case 'restore': {
      const { replaced, ...contents } = await restore(dataDir, path, new Date());
      const before = replaced === undefined ? '' : ` The data from before is in ${replaced}.`;
      return `Restored ${describe(contents)} into ${dataDir}.${before}`;
    }
    case undefined:
    default:
      throw new ArchiveError(usage);
  }
}

function describe({ people, calls, notes }: ArchiveContents): string {
  return `${people} people, ${calls} calls and ${notes} notes`;
}

main(process.argv.slice(2)).then(
  (sentence) => process.stdout.write(`${sentence}\n`),
  (error: unknown) => {
    const isExplained = error instanceof ArchiveError || error instanceof ConfigError;
    process.stderr.write(
      `${isExplained || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message)}\n`,
    );
    process.exitCode = 1;
  },
);
