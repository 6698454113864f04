import { secretFields } from '@ringback/protocol';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const secret: ReadonlySet<string> = new Set(secretFields);
/** How long a line may wait for others. */
const flushMs = 500;
/** Deeper than anything that is logged; a bound all the same. */
const deepest = 6;

/**
 * Makes the log: one JSON object a line on the standard error output. Nothing personal and no secret reaches it:
 * fields that may hold one are blanked by their name, wherever they stand.
 */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  if (level === 'silent') return pino({ level });
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: blanked },
    },
    stream ?? lines(),
  );
}

/** Lines are written some at a time, beside the server's work; a crash of the machine may cost those of the last moment. */
function lines(): DestinationStream {
  const stream = destination({ dest: 2, sync: false, minLength: 16_000 });
  setInterval(() => stream.flush(), flushMs).unref();
  process.on('exit', () => stream.flushSync());
  return stream;
}

/** Returns a copy whose secret fields are blank. */
export function blanked(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, blank(key, value, deepest)]));
}

function blank(key: string, value: unknown, depth: number): unknown {
  if (secret.has(key)) return '[secret]';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (depth === 0) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => blank('', item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, blank(name, inner, depth - 1)]),
  );
}

/** A stack says where; it begins with the message, in which nobody must put what people said. */
function describeError(error: Error): Record<string, unknown> {
  const { name: type, message, stack } = error;
  return { type, message, stack, ...('code' in error && { code: error.code }) };
}
