import { test } from '@playwright/test';
import { iceServer } from '../../support/relay/credentials.ts';
import { startRelayProgram, type RelayProgram } from '../../support/relay/program.ts';
import { buildPage, type Files } from './twoEnds.ts';

const secret = 'a-secret-of-specs';

/** For all specs of a file: the page of a bare link, and a relay as a program of its own. */
export function withRelay() {
  let files: Files;
  let relay: RelayProgram;
  test.beforeAll(async () => {
    files = await buildPage();
    relay = await startRelayProgram(secret);
  });
  test.afterAll(async () => {
    await relay.stop();
  });
  return {
    files: () => files,
    /** ICE servers for the relay, one for each transport. */
    servers: (...transports: readonly ('udp' | 'tcp')[]) =>
      transports.map((transport) => {
        const { username = '', credential = '', urls } = iceServer(relay.port, transport, secret);
        return { urls: [urls].flat(), username, credential };
      }),
  };
}
