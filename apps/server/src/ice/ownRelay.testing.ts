import type { TurnClient } from '@ringback/relay/testing';
import { afterEach } from 'vitest';
import { readConfig, type OwnRelayConfig } from '../config/config.ts';

/** The server's own relay with its defaults, at any free ports. */
export function ownRelay(): OwnRelayConfig {
  const { relay } = readConfig({});
  if (relay.kind !== 'own') throw new Error('The relay is off by default.');
  return { ...relay, port: 0, tlsPort: 0 };
}

/** Keeps TURN clients, which are closed after each test. */
export function closedAfterEach(): TurnClient[] {
  const clients: TurnClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  return clients;
}
