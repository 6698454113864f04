import type { GatherOptions, Gathered, PeerPort } from '../checks/checkupPorts.ts';
import { readCandidate, type Candidate } from '../findings/candidates.ts';
import { measureLoop } from './pageLoop.ts';
import { rtcServers } from './rtcServers.ts';

/** Peer connections of the browser. */
export const browserPeers: PeerPort = { gather, measureLoop };

async function gather(options: GatherOptions, signal: AbortSignal): Promise<Gathered> {
  const { iceServers, onlyRelayed } = options;
  const connection = new RTCPeerConnection({
    iceServers: rtcServers(iceServers),
    iceTransportPolicy: onlyRelayed ? 'relay' : 'all',
  });
  try {
    const gathered = collect(connection, options, signal);
    connection.createDataChannel('check-up');
    await connection.setLocalDescription();
    return await gathered;
  } finally {
    connection.close();
  }
}

function collect(
  connection: RTCPeerConnection,
  { timeoutMs, isEnough }: GatherOptions,
  signal: AbortSignal,
): Promise<Gathered> {
  const candidates: Candidate[] = [];
  const errorCodes: number[] = [];
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', settle);
      resolve({ candidates, errorCodes });
    };
    const timer = setTimeout(settle, timeoutMs);
    signal.addEventListener('abort', settle);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) return settle();
      const read = readCandidate(candidate.candidate);
      if (read === undefined) return;
      candidates.push(read);
      if (isEnough(candidates)) settle();
    });
    connection.addEventListener('icecandidateerror', ({ errorCode }) => errorCodes.push(errorCode));
  });
}
