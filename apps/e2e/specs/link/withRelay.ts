import { test } from '@playwright/test';
import { iceServer } from '../../support/relay/credentials.ts';
import { startRelayProgram, type RelayProgram } from '../../support/relay/program.ts';
import { buildPage, type Files } from './twoEnds.ts';

const secret = 'a-secret-of-specs';

/** Provides the page of one end and a relay process to all specs of a file. */
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
