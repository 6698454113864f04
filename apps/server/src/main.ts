import { flushCompileCache } from 'node:module';
import { ConfigError, readConfig } from './config/config.ts';
import { StartError } from './platform/errors.ts';
import { createLog } from './platform/log.ts';
import { createServer, type RunningServer } from './server.ts';

/** Stopping takes milliseconds. If it hangs, it must not delay the shutdown of the machine. */
const stopTimeoutMs = 10_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const server = await createServer(config, log, { onLost: exitWith });
  process.stdout.write(`Ringback is ready: ${server.url}\n`);
  const stop = once(() => stopGracefully(server));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // By default Node saves its compile cache only at exit, so a killed server would have none.
  flushCompileCache();
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

function stopGracefully(server: RunningServer): void {
  setTimeout(() => process.exit(1), stopTimeoutMs).unref();
  server.stop().then(
    () => process.exit(0),
    (error: unknown) => exitWith(error),
  );
}

/** Prints errors for the person who started the server as a sentence, and any other error with its stack. */
function exitWith(error: unknown): void {
  const isExplained = error instanceof ConfigError || error instanceof StartError;
  const text =
    error instanceof Error ? (isExplained ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(exitWith);
