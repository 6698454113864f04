import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createHostPolicy } from './hostPolicy.ts';
import { createLog } from '../log.ts';
import { withSetupWarnings } from './setupWarnings.ts';

function requestWith(headers: Record<string, string>): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, headers);
  return message;
}

function watch() {
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const policy = withSetupWarnings(
    createHostPolicy({ host: '127.0.0.1', publicUrls: [], proxies: 0 }),
    0,
    log,
  );
  const warnings = (): unknown[] => warn.mock.calls.map(([, message]) => message);
  return { policy, warnings };
}

test.for([
  [{ host: '127.0.0.1:3000', origin: 'https://calls.example' }, 'crossSite', /pass on the Host header/],
  [{ host: 'calls.example' }, 'misdirected', /PUBLIC_URL/],
  [{ host: 'localhost', 'x-forwarded-prefix': '/ringback' }, 'answered', /under a path/],
] as const)(
  'a proxy that is set up wrong, %o: the log names the remedy once',
  ([headers, verdict, remedy]) => {
    const { policy, warnings } = watch();
    for (let count = 0; count < 3; count += 1) expect(policy(requestWith(headers))).toBe(verdict);
    expect(warnings()).toEqual([expect.stringMatching(remedy)]);
  },
);

test('requests of a server that is set up well are not warned about', () => {
  const { policy, warnings } = watch();
  expect(policy(requestWith({ host: 'localhost:3000', origin: 'http://localhost:3000' }))).toBe('answered');
  expect(warnings()).toEqual([]);
});
