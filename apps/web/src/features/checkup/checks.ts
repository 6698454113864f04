import { canMakeCalls } from '@ringback/client';
import type { Input } from './inputs.ts';

/** The result of a check. */
export type Finding =
  | { readonly check: 'address'; readonly secure: boolean }
  /** `roundTripMs`: the fastest of several; undefined without an answer. */
  | { readonly check: 'server'; readonly roundTripMs: number | undefined }
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
      return { check, roundTripMs: await roundTripMs() };
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
