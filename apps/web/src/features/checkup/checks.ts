import { answersOverHttp, canMakeCalls } from '@ringback/client';
import type { Input } from './inputs.ts';

/** The result of a check. */
export type Finding =
  | { readonly check: 'address'; readonly secure: boolean }
  /**
   * `roundTripMs`: the fastest of several; undefined without an answer. `live`: whether a websocket opens, which the server
   * may refuse to this page's address.
   */
  | {
      readonly check: 'server';
      readonly roundTripMs: number | undefined;
      readonly live: 'works' | 'blocked' | 'refused';
    }
  | { readonly check: 'webrtc'; readonly support: 'works' | 'noNetwork' | 'missing' };

/** Checks that need no permission and end by themselves. */
export type InstantCheckName = Finding['check'];
export type CheckName = InstantCheckName | Input;

/** Runs one check. Never rejects: a failure is a finding too. */
export async function runCheck(check: InstantCheckName): Promise<Finding> {
  switch (check) {
    case 'address':
      return { check, secure: window.isSecureContext };
    case 'server':
      return { check, roundTripMs: await roundTripMs(), live: await liveConnection() };
    case 'webrtc':
      return { check, support: await webrtcSupport() };
  }
}

/** Several, because the first request may have to open a connection, and any may meet a busy moment. */
const roundTrips = 4;
const serverTimeoutMs = 5_000;

async function roundTripMs(): Promise<number | undefined> {
  const times: number[] = [];
  try {
    for (let count = 0; count < roundTrips; count += 1) {
      const start = performance.now();
      const signal = AbortSignal.timeout(serverTimeoutMs);
      const response = await fetch('/healthz', { cache: 'no-store', signal });
      if (!response.ok) return undefined;
      times.push(performance.now() - start);
    }
  } catch {
    return undefined;
  }
  return Math.min(...times);
}

async function liveConnection(): Promise<'works' | 'blocked' | 'refused'> {
  if (await opensWebsocket()) return 'works';
  return (await answersOverHttp({ fetch: window.fetch.bind(window), baseUrl: location.origin }))
    ? 'blocked'
    : 'refused';
}

/** A connection as calls need it, without signing in. The server closes it after some seconds if this page does not. */
function opensWebsocket(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    const settle = (isOpen: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(isOpen);
    };
    const timer = setTimeout(() => settle(false), serverTimeoutMs);
    socket.addEventListener('message', () => settle(true));
    socket.addEventListener('close', () => settle(false));
  });
}

/** Local addresses are found within a few ms; if none is found by then, there are none. */
const gatheringTimeoutMs = 3_000;

async function webrtcSupport(): Promise<'works' | 'noNetwork' | 'missing'> {
  if (!canMakeCalls()) return 'missing';
  const connection = new RTCPeerConnection({ iceServers: [] });
  try {
    const found = firstCandidate(connection);
    connection.createDataChannel('check-up');
    await connection.setLocalDescription();
    return (await found) ? 'works' : 'noNetwork';
  } catch {
    return 'missing';
  } finally {
    connection.close();
  }
}

function firstCandidate(connection: RTCPeerConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), gatheringTimeoutMs);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      clearTimeout(timer);
      resolve(true);
    });
  });
}
