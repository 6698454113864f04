import type { IceServer } from '@ringback/protocol';
import type { LoopSamples } from '../findings/loopQuality.ts';
import { rtcServers } from './rtcServers.ts';

interface LoopOptions {
  readonly iceServers?: readonly IceServer[];
  readonly durationMs: number;
}

const connectTimeoutMs = 4_000;
/** As often as calls send sound. */
const tickMs = 20;
/** A packet of sound with its headers. */
const probeBytes = 160;
/** Then the loop is filled, up to what a picture of 720 lines takes: 6 chunks a tick are 2.4 Mbit/s. */
const chunkBytes = 1_000;
const chunksPerTick = 6;
/** The last part of the time is for filling, when probes would only measure the queue. */
const probingShare = 2 / 3;
const maxBuffered = 64_000;

/** Lost packets stay lost, as those of sound do. */
const asSound: RTCDataChannelInit = { ordered: false, maxRetransmits: 0 };

/** Connects two peer connections of this page with each other, and measures what passes between them. */
export async function measureLoop(
  { iceServers, durationMs }: LoopOptions,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<LoopSamples | undefined> {
  const config: RTCConfiguration =
    iceServers === undefined ? {} : { iceServers: rtcServers(iceServers), iceTransportPolicy: 'relay' };
  const near = new RTCPeerConnection(config);
  const far = new RTCPeerConnection(config);
  try {
    const probe = near.createDataChannel('probe', asSound);
    const fill = near.createDataChannel('fill', asSound);
    const counts = countArrivals(far);
    const opened = isOpen([probe, fill], signal);
    await connect(near, far);
    if (!(await opened)) return undefined;
    return await measure({ probe, fill, counts, durationMs }, signal, onPart);
  } finally {
    near.close();
    far.close();
  }
}

async function connect(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  passCandidates(near, far);
  passCandidates(far, near);
  await near.setLocalDescription();
  if (near.localDescription !== null) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription !== null) await near.setRemoteDescription(far.localDescription);
}

/** Candidates that come before the other end has its description wait for it. */
function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection): void {
  const early: RTCIceCandidate[] = [];
  const pass = (candidate: RTCIceCandidate): void =>
    void to.addIceCandidate(candidate).catch(() => undefined);
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) return;
    if (to.remoteDescription === null) early.push(candidate);
    else pass(candidate);
  });
  to.addEventListener('signalingstatechange', () => {
    if (to.remoteDescription !== null) for (const candidate of early.splice(0)) pass(candidate);
  });
}

function isOpen(channels: readonly RTCDataChannel[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', settle);
      resolve(!signal.aborted && channels.every(({ readyState }) => readyState === 'open'));
    };
    const timer = setTimeout(settle, connectTimeoutMs);
    signal.addEventListener('abort', settle);
    for (const channel of channels) {
      channel.addEventListener('open', () => {
        if (channels.every(({ readyState }) => readyState === 'open')) settle();
      });
    }
  });
}

interface Arrivals {
  probes: number;
  bytes: number;
}

/** The far end sends each probe back, and counts the rest. */
function countArrivals(far: RTCPeerConnection): Arrivals {
  const counts: Arrivals = { probes: 0, bytes: 0 };
  far.addEventListener('datachannel', ({ channel }) => {
    channel.binaryType = 'arraybuffer';
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer)) return;
      if (channel.label === 'fill') counts.bytes += data.byteLength;
      else {
        counts.probes += 1;
        sendIfOpen(channel, data);
      }
    });
  });
  return counts;
}

interface Measuring {
  readonly probe: RTCDataChannel;
  readonly fill: RTCDataChannel;
  readonly counts: Arrivals;
  readonly durationMs: number;
}

async function measure(
  { probe, fill, counts, durationMs }: Measuring,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<LoopSamples> {
  const echoMs = collectEchoes(probe);
  const start = performance.now();
  const fillFrom = start + durationMs * probingShare;
  let sent = 0;
  let filledFrom: { readonly at: number; readonly bytes: number } | undefined;
  await everyTick(signal, () => {
    const now = performance.now();
    onPart((now - start) / durationMs);
    if (now < fillFrom) sent += sendProbe(probe, now);
    else {
      filledFrom ??= { at: now, bytes: counts.bytes };
      fillUp(fill);
    }
    return now - start < durationMs;
  });
  return {
    sent,
    received: counts.probes,
    echoMs,
    filledBytes: counts.bytes - (filledFrom?.bytes ?? counts.bytes),
    filledMs: filledFrom === undefined ? 0 : performance.now() - filledFrom.at,
  };
}

function collectEchoes(probe: RTCDataChannel): readonly number[] {
  const echoMs: number[] = [];
  probe.binaryType = 'arraybuffer';
  probe.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof ArrayBuffer) || data.byteLength !== probeBytes) return;
    echoMs.push(performance.now() - new DataView(data).getFloat64(0));
  });
  return echoMs;
}

/** Repeats until `tick` returns false or the signal aborts. */
function everyTick(signal: AbortSignal, tick: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!signal.aborted && tick()) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
}

/** How many were sent. */
function sendProbe(probe: RTCDataChannel, now: number): number {
  const packet = new ArrayBuffer(probeBytes);
  new DataView(packet).setFloat64(0, now);
  return sendIfOpen(probe, packet) ? 1 : 0;
}

function fillUp(fill: RTCDataChannel): void {
  const chunk = new ArrayBuffer(chunkBytes);
  for (let count = 0; count < chunksPerTick && fill.bufferedAmount < maxBuffered; count += 1) {
    sendIfOpen(fill, chunk);
  }
}

/** A channel may close at any moment, and throws then. */
function sendIfOpen(channel: RTCDataChannel, data: ArrayBuffer): boolean {
  if (channel.readyState !== 'open') return false;
  try {
    channel.send(data);
    return true;
  } catch {
    return false;
  }
}
