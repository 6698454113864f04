import { leaseAudio, settle, type AudioLease } from './sharedAudio.ts';

/** How many samples to analyze together (a power of two), and how often. */
interface AnalysisWindow {
  readonly windowSize: number;
  readonly everyMs: number;
}

/**
 * Passes the latest samples of a track, between -1 and 1, until the returned function is called; the next ones overwrite
 * them. `unheard`: the browser does not run audio on this page yet (before the first press, or without a sound card), and
 * the samples would be a made-up silence. A browser that refuses to analyze audio never passes any samples.
 */
export function analyzeTrack(
  track: MediaStreamTrack,
  { windowSize, everyMs }: AnalysisWindow,
  onSamples: (samples: Float32Array | 'unheard') => void,
): () => void {
  const samples = new Float32Array(windowSize);
  const connected = connectTrack(track, ({ context }) => new AnalyserNode(context, { fftSize: windowSize }));
  if (connected === undefined) return () => {};
  const { lease, node, disconnect } = connected;
  const timer = setInterval(() => onSamples(read(lease.context, node, samples)), everyMs);
  return () => {
    clearInterval(timer);
    disconnect();
  };
}

function read(
  context: AudioContext,
  analyser: AnalyserNode,
  samples: Float32Array<ArrayBuffer>,
): Float32Array | 'unheard' {
  if (context.state !== 'running') return 'unheard';
  try {
    analyser.getFloatTimeDomainData(samples);
    return samples;
  } catch {
    return 'unheard';
  }
}

/** An audio worklet, by the address of its module and its registered name. */
export interface Worklet {
  readonly url: string;
  readonly name: string;
}

/**
 * Runs a worklet on the sound of a track, on the audio thread, until the returned function is called, and passes it a port.
 * Never throws; a browser that refuses leaves the port unused.
 */
export function tapTrack(track: MediaStreamTrack, { url, name }: Worklet, port: MessagePort): () => void {
  let disconnect: (() => void) | undefined;
  let isStopped = false;
  const start = async (): Promise<void> => {
    const lease = leaseAudio();
    try {
      await lease.addModule(url);
      if (!isStopped) disconnect = tap(track, name, port);
    } finally {
      lease.release();
    }
  };
  start().catch(() => undefined);
  return () => {
    isStopped = true;
    disconnect?.();
    port.close();
  };
}

function tap(track: MediaStreamTrack, name: string, port: MessagePort): (() => void) | undefined {
  const connected = connectTrack(track, ({ context }) => {
    const node = new AudioWorkletNode(context, name);
    node.port.postMessage({ port }, [port]);
    // Its output is silent, but browsers run only what leads somewhere.
    node.connect(context.destination);
    return node;
  });
  return connected?.disconnect;
}

interface Connected<Node> {
  readonly lease: AudioLease;
  readonly node: Node;
  readonly disconnect: () => void;
}

/** Undefined without Web Audio, and where it refuses the track: Firefox with resistFingerprinting throws NotSupportedError. */
function connectTrack<Node extends AudioNode>(
  track: MediaStreamTrack,
  createNode: (lease: AudioLease) => Node,
): Connected<Node> | undefined {
  let lease: AudioLease | undefined;
  try {
    lease = leaseAudio();
    const { context, release } = lease;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const node = createNode(lease);
    source.connect(node);
    const disconnect = (): void => {
      settle(() => source.disconnect());
      settle(() => node.disconnect());
      release();
    };
    return { lease, node, disconnect };
  } catch {
    lease?.release();
    return undefined;
  }
}

/** The loudness of samples between -1 and 1, as root mean square in dBFS; -Infinity for digital silence. */
export function loudnessDb(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? -Infinity : 10 * Math.log10(sum / samples.length);
}

/** The largest amplitude, 0 to 1. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** Quieter sounds count as silence, so that the noise of an empty room is drawn flat: -46 dBFS. */
const silence = 0.005;

/**
 * The shape of a recording in `steps` values from 0 to 100, relative to its loudest step: people look for the
 * words, not for their distance to the microphone. `samples`: between -1 and 1, or one level per moment.
 */
export function peaksOf(samples: ArrayLike<number>, steps: number): number[] {
  const count = Math.min(steps, samples.length);
  const loudest = Array.from({ length: count }, (_, step) => {
    const from = Math.floor((step * samples.length) / count);
    const to = Math.floor(((step + 1) * samples.length) / count);
    let peak = 0;
    for (let at = from; at < to; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const most = Math.max(silence, ...loudest);
  return loudest.map((peak) => Math.min(100, Math.round((100 * peak) / most)));
}
