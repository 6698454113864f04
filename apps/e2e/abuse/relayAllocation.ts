import { requests } from '@ringback/protocol';
import { errorOf, openUdp, overUdp, TurnClient } from '@ringback/relay/testing';
import * as v from 'valibot';

const Answer = v.object({ data: requests['ice:servers'].data });

/**
 * Opens a TURN client over UDP, with what a device was answered to `ice:servers`.
 * @throws {Error} if that names no such relay.
 */
export async function openTurnClient(answer: unknown, from: string): Promise<TurnClient> {
  const { iceServers } = v.parse(Answer, answer).data;
  for (const { urls, username = '', credential = '' } of iceServers)
    for (const url of urls) {
      const port = /^turn:.*:(\d+)(?:\?transport=udp)?$/.exec(url)?.[1];
      if (port === undefined) continue;
      const socket = await openUdp(Number(port), '127.0.0.1', from);
      return new TurnClient(socket, { username, credential });
    }
  throw new Error('There is no relay over UDP.');
}

/** Whether the relay granted one more allocation. */
export async function isAllocated(client: TurnClient): Promise<boolean> {
  return errorOf(await client.request('allocate', [overUdp])) === undefined;
}
