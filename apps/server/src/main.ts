import { flushCompileCache } from 'node:module';
import { ConfigError, readConfig } from './config/config.ts';
import { createLog } from './platform/log.ts';
import { createServer, type RunningServer } from './server.ts';
import { StartError } from './platform/startError.ts';

/** Stopping takes milliseconds; whatever hangs longer must not keep the machine from shutting down. */
const stopWithinMs = 10_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const server = await createServer(config, log, { onLost: giveUp });
  process.stdout.write(`Ringback is ready: ${server.url}\n`);
  const stop = once(() => stopGracefully(server));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Node keeps what it compiled at the exit of a program, where it is asked to; who is killed has none.
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
  setTimeout(() => process.exit(1), stopWithinMs).unref();
  server.stop().then(
    () => process.exit(0),
    (error: unknown) => giveUp(error),
  );
}

/** A wrong setting is told in a sentence; anything else is a fault of the program, and comes with its stack. */
function giveUp(error: unknown): void {
  const isTold = error instanceof ConfigError || error instanceof StartError;
  const text =
    error instanceof Error ? (isTold ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(giveUp);
