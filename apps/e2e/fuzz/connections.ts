import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { bounds, PROTOCOL } from '@ringback/protocol';
import type { Frames } from './frames.ts';
import { RawClient, type RawOutcome, signInGuest } from '@ringback/testkit';

/** The stage of a connection at which garbage starts. */
export const stages = ['opened', 'presented', 'greeted'] as const;
export type Stage = (typeof stages)[number];

/** The server closes a connection that makes no progress within this time, checked at intervals; later is a fault. */
const timeoutMs = 3 * bounds.helloMs;

/**
 * Sends frames on a connection with its own device, then an ordinary request. Returns the outcome of that request:
 * after garbage, the server may answer or close the connection, but must not hang.
 */
export async function sendFrames(
  url: string,
  name: string,
  stage: Stage,
  frames: Frames,
): Promise<RawOutcome> {
  const client = await openAt(url, name, stage);
  for (const frame of frames) client.send(frame);
  const outcome = await Promise.race([
    client.ask(JSON.stringify(['people:list', {}]), timeoutMs),
    client.closed.then((): RawOutcome => ({ kind: 'closed' })),
  ]);
  client.close();
  return outcome;
}

async function openAt(url: string, name: string, stage: Stage): Promise<RawClient> {
  const { token } = await signInGuest(url, name);
  const client = await RawClient.open(url);
  if (stage === 'opened') return client;
  await client.present({ token, protocol: PROTOCOL });
  if (stage === 'greeted') await client.request('session:hello', {});
  return client;
}

/** Presents something other than a valid token. Returns whether the server accepted it. */
export async function tryHandshake(url: string, auth: unknown): Promise<'connected' | 'refused'> {
  const client = await RawClient.open(url);
  const admission = await Promise.race([
    client.present(auth).then(({ kind }) => kind),
    client.closed.then(() => 'refused' as const),
    delay(timeoutMs, 'refused' as const),
  ]);
  client.close();
  return admission;
}

/**
 * Upgrades by hand, then sends bytes that are not a websocket frame. Returns whether the server closed the connection.
 */
export async function sendInvalidFraming(url: string, noise: Buffer): Promise<'closed' | 'unanswered'> {
  const { hostname, port } = new URL(url);
  const tcp = connect(Number(port), hostname);
  tcp.on('error', () => {});
  const closed = once(tcp, 'close').then(() => 'closed' as const);
  tcp.write(
    `GET /client.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  );
  await Promise.race([once(tcp, 'data'), closed]);
  tcp.resume();
  tcp.write(noise);
  const outcome = await Promise.race([closed, delay(timeoutMs, 'unanswered' as const)]);
  tcp.destroy();
  return outcome;
}
