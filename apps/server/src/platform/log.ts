import { secretFields } from '@ringback/protocol';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const secret: ReadonlySet<string> = new Set(secretFields);
/** How long a line may wait to be written together with others. */
const flushMs = 500;
/** Deeper values are left out. Nothing that the server logs is that deep, but a circular object is. */
const maxDepth = 6;

/**
 * Creates a log that writes one JSON object per line to stderr. Fields that may hold secrets or personal data are redacted
 * by their name, at any depth.
 */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  if (level === 'silent') return pino({ level });
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redact },
    },
    stream ?? bufferedStderr(),
  );
}

/** Lines are written in batches and asynchronously; a crash of the machine may lose the last ones. */
function bufferedStderr(): DestinationStream {
  const stream = destination({ dest: 2, sync: false, minLength: 16_000 });
  setInterval(() => stream.flush(), flushMs).unref();
  process.on('exit', () => stream.flushSync());
  return stream;
}

/** Returns a copy without the values of secret fields. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, redactValue(key, value, maxDepth)]),
  );
}

function redactValue(key: string, value: unknown, depth: number): unknown {
  if (secret.has(key)) return '[secret]';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (depth === 0) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue('', item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactValue(name, inner, depth - 1)]),
  );
}

/** The stack includes the message, so error messages must not contain personal data. */
function describeError(error: Error): Record<string, unknown> {
  const { name: type, message, stack } = error;
  return { type, message, stack, ...('code' in error && { code: error.code }) };
}
