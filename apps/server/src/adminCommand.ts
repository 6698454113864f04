import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sendAdminRequest } from './admin/adminSocket.ts';
import { overview, readCommand, type ReadCommand } from './admin/cli/commandLines.ts';
import { textOf } from './admin/cli/commandText.ts';
import { ConfigError, readConfig, workingDirectory } from './config/config.ts';

/* `npm run admin -- COMMAND …`: carried out by the running server. Exits with 2 for a wrong command line. */

async function main(args: readonly string[]): Promise<number> {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(overview());
      return 0;
    case 'wrong':
      process.stderr.write(command.usage);
      return 2;
    case 'command':
      return run(command);
  }
}

async function run({ name, payload, file }: ReadCommand & { kind: 'command' }): Promise<number> {
  const { dataDir } = readConfig();
  const outcome = await sendAdminRequest(dataDir, name, payload);
  switch (outcome.kind) {
    case 'notRunning':
      process.stderr.write(`No server is running with the data in ${dataDir}. Start it, then try again.\n`);
      return 1;
    case 'failed':
      process.stderr.write(`${printable(outcome.message)}\n`);
      return 1;
    case 'done': {
      const text = textOf(name, outcome.data);
      if (text === undefined) {
        process.stderr.write('The server is of another version. Restart it after an upgrade.\n');
        return 1;
      }
      await print(printable(text), file);
      return 0;
    }
  }
}

async function print(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) process.stdout.write(text);
  // Only the person who ran the command may read what it exports.
  else await writeFile(resolve(workingDirectory(), file), text, { mode: 0o600 });
}

/** What people wrote may hold characters that command the terminal. */
function printable(text: string): string {
  return text.replaceAll(/(?!\n)\p{Cc}/gu, '�');
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const isExplained = error instanceof ConfigError || !(error instanceof Error);
    process.stderr.write(
      `${isExplained ? String(error instanceof Error ? error.message : error) : error.message}\n`,
    );
    process.exitCode = 1;
  },
);
