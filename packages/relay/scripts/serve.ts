// Runs a relay as a program, for benchmarks and browser specs:
//   node serve.ts --secret S [--host A] [--port N] [--cert FILE --key FILE --tls-port N] [--min-port N --max-port N]
//     [--allow-peers RANGE …] [--per-user N]
// It prints its ports as a line of JSON when it is ready, and its counters as another line when it stops.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startRelay } from '../src/index.ts';

const { values } = parseArgs({
  options: {
    secret: { type: 'string', default: '' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    cert: { type: 'string' },
    key: { type: 'string' },
    'tls-port': { type: 'string', default: '0' },
    'min-port': { type: 'string', default: '49152' },
    'max-port': { type: 'string', default: '65535' },
    'allow-peers': { type: 'string', multiple: true, default: [] },
    'per-user': { type: 'string', default: '32' },
  },
});

const tls =
  values.cert === undefined || values.key === undefined
    ? {}
    : {
        tls: {
          cert: readFileSync(values.cert),
          key: readFileSync(values.key),
          port: Number(values['tls-port']),
        },
      };

const relay = await startRelay({
  secret: values.secret,
  host: values.host,
  port: Number(values.port),
  minPort: Number(values['min-port']),
  maxPort: Number(values['max-port']),
  allowPeers: values['allow-peers'],
  // All clients of a benchmark are one user.
  quotas: { perUser: Number(values['per-user']), bytesPerSecondPerUser: 1e9, bytesPerSecond: 1e9 },
  ...tls,
});

process.stdout.write(`${JSON.stringify({ port: relay.port, tlsPort: relay.tlsPort })}\n`);
process.once('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(relay.stats())}\n`);
  void relay.close();
});
