import type { Input } from './inputs.ts';

/** What a check found out. */
export type Finding =
  | { readonly check: 'address'; readonly secure: boolean }
  /** `roundTripMs`: the fastest of several; undefined: no answer. */
  | { readonly check: 'server'; readonly roundTripMs: number | undefined }
  | { readonly check: 'webrtc'; readonly support: 'works' | 'noNetwork' | 'missing' };

/** Checks that ask nobody and end by themselves. */
export type InstantCheck = Finding['check'];
export type CheckName = InstantCheck | Input;

/** Runs one check. Never rejects: whatever goes wrong is a finding. */
export async function runCheck(check: InstantCheck): Promise<Finding> {
  switch (check) {
    case 'address':
      return { check, secure: window.isSecureContext };
    case 'server':
      return { check, roundTripMs: await roundTripMs() };
    case 'webrtc':
      return { check, support: await webrtcSupport() };
  }
}

/** The first request may pay for a new connection, and one may meet a busy moment. */
const roundTrips = 4;
const serverPatienceMs = 5_000;

async function roundTripMs(): Promise<number | undefined> {
  const times: number[] = [];
  try {
    for (let count = 0; count < roundTrips; count += 1) {
      const start = performance.now();
      const signal = AbortSignal.timeout(serverPatienceMs);
      const response = await fetch('/healthz', { cache: 'no-store', signal });
      if (!response.ok) return undefined;
      times.push(performance.now() - start);
    }
  } catch {
    return undefined;
  }
  return Math.min(...times);
}

/** Addresses of this machine itself are found in some ms; without any in this time there are none. */
const gatheringPatienceMs = 3_000;

async function webrtcSupport(): Promise<'works' | 'noNetwork' | 'missing'> {
  if (typeof RTCPeerConnection !== 'function') return 'missing';
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
    const timer = setTimeout(() => resolve(false), gatheringPatienceMs);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      clearTimeout(timer);
      resolve(true);
    });
  });
}
