import type { RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import { inTime } from '../../platform/inTime.ts';
import type { ProcessingOutcome, RunningProcessing } from './processing.ts';
import { failedBy, ProcessingError } from './processingError.ts';

/** RNNoise was trained for this rate alone. In Hz. */
const sampleRate = 48_000;

/** A device under load takes a second or two to compile 160 kB of WebAssembly. */
const startTimeoutMs = 10_000;

interface Chain {
  readonly context: AudioContext;
  readonly node: RnnoiseWorkletNode;
  readonly track: MediaStreamTrack;
}

/**
 * Suppresses noise by RNNoise, in an audio worklet.
 *
 * ```
 *   starting ──audio runs──> running <──state of the audio context──> interrupted
 *      └──does not load, throws, or takes too long──> failed
 * ```
 *
 * A muted microphone gives silence, and so does what is made of it.
 */
export function suppressNoise(
  input: MediaStreamTrack,
  onOutcome: (outcome: ProcessingOutcome) => void,
): RunningProcessing {
  const stop = new AbortController();
  const { signal } = stop;
  const report = (outcome: ProcessingOutcome): void => {
    if (!signal.aborted) onOutcome(outcome);
  };
  const start = async (): Promise<void> => {
    const opening = openChain(input);
    const chain = await inTime(opening, startTimeoutMs, undefined);
    if (chain === undefined) {
      void opening.then(closeChain, () => undefined);
      return report({ state: 'failed', problem: 'notLoaded' });
    }
    if (signal.aborted) return closeChain(chain);
    signal.addEventListener('abort', () => closeChain(chain));
    watch(chain, report, signal);
  };
  start().catch((error: unknown) => report(failedBy(error)));
  return { change: () => {}, stop: () => stop.abort() };
}

/** Sends what the context makes while it runs, and asks it to go on whenever the system has stopped it. */
function watch(
  { context, node, track }: Chain,
  report: (outcome: ProcessingOutcome) => void,
  signal: AbortSignal,
): void {
  const update = (): void => {
    if (context.state === 'running') return report({ state: 'running', track });
    report({ state: 'interrupted' });
    context.resume().catch(() => undefined);
  };
  context.addEventListener('statechange', update, { signal });
  const fail = (): void => report({ state: 'failed', problem: 'failed' });
  node.addEventListener('processorerror', fail, { signal });
  // The audio device failed (Chromium).
  context.addEventListener('error', fail, { signal });
  update();
}

async function openChain(input: MediaStreamTrack): Promise<Chain> {
  if (typeof AudioWorkletNode === 'undefined') throw new ProcessingError('unsupported');
  const code = await loadCode();
  let context: AudioContext | undefined;
  try {
    context = new AudioContext({ sampleRate });
    await context.audioWorklet.addModule(code.workletUrl);
    const node = new code.RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary: code.wasmBinary });
    // Firefox refuses to connect a stream of another sample rate than the context's.
    const source = context.createMediaStreamSource(new MediaStream([input]));
    const made = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    source.connect(node).connect(made);
    const [track] = made.stream.getAudioTracks();
    if (track === undefined) throw new ProcessingError('failed');
    return { context, node, track };
  } catch (error) {
    context?.close().catch(() => undefined);
    throw error;
  }
}

async function loadCode() {
  try {
    const [library, worklet, plain, simd] = await Promise.all([
      import('@sapphi-red/web-noise-suppressor'),
      import('@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'),
      import('@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'),
      import('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'),
    ]);
    const wasmBinary = await library.loadRnnoise({ url: plain.default, simdUrl: simd.default });
    const { RnnoiseWorkletNode: Node } = library;
    return { RnnoiseWorkletNode: Node, workletUrl: worklet.default, wasmBinary };
  } catch {
    throw new ProcessingError('notLoaded');
  }
}

function closeChain({ context, node, track }: Chain): void {
  track.stop();
  node.destroy();
  context.close().catch(() => undefined);
}
