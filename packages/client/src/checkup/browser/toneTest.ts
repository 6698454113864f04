import { leaseAudio, type AudioLease } from '../../media/sharedAudio.ts';
import { isToneHeard, type ToneLevels } from '../findings/toneLevels.ts';

/** Two tones, so that nothing else is taken for them: each must be there while it plays, and gone while the other does. */
const tonesHz = [880, 1320] as const;
/** Wireless headphones play a quarter of a second late; what counts is the second half. */
const slotMs = 500;
const settleMs = 300;
const volume = 0.25;
const startTimeoutMs = 1_500;
/** 12 Hz a bin at 48 kHz. */
const fftSize = 4096;

export interface ToneOptions {
  /** The speaker that calls use; absent for the default one. */
  readonly speakerId?: string;
  /** Opens a microphone without echo cancellation, which would remove the tone; undefined if none may be used. */
  readonly openMicrophone: () => Promise<MediaStreamTrack | undefined>;
}

/** Plays the tones and listens for them. */
export async function playTone(
  { speakerId, openMicrophone }: ToneOptions,
  signal: AbortSignal,
): Promise<'heard' | 'unheard' | 'blocked'> {
  const microphone = await openMicrophone();
  const lease = leaseAudio();
  const output = new Audio();
  try {
    const oscillator = connectTone(lease.context, output);
    if (!(await starts(lease, output, speakerId, signal))) return 'blocked';
    const analyser = microphone && listenTo(lease.context, microphone);
    const levels: ToneLevels[] = [];
    for (const hz of tonesHz) {
      oscillator.frequency.value = hz;
      await wait(settleMs, signal);
      levels.push(analyser === undefined ? [-Infinity, -Infinity] : measureFor(analyser));
      await wait(slotMs - settleMs, signal);
    }
    oscillator.stop();
    return isToneHeard(levels) ? 'heard' : 'unheard';
  } finally {
    output.pause();
    output.srcObject = null;
    microphone?.stop();
    lease.release();
  }
}

function connectTone(context: AudioContext, output: HTMLAudioElement): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency: tonesHz[0] });
  const gain = new GainNode(context, { gain: volume });
  const destination = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  output.srcObject = destination.stream;
  return oscillator;
}

async function starts(
  { context }: AudioLease,
  output: HTMLAudioElement,
  speakerId: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  // A speaker that is gone must not keep the default one from being tested.
  if (speakerId !== undefined && 'setSinkId' in output)
    await output.setSinkId(speakerId).catch(() => undefined);
  const playing = output.play().then(
    () => true,
    () => false,
  );
  const late = wait(startTimeoutMs, signal).then(() => false);
  return (await Promise.race([playing, late])) && context.state === 'running';
}

function listenTo(context: AudioContext, track: MediaStreamTrack): AnalyserNode {
  const analyser = new AnalyserNode(context, { fftSize, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  return analyser;
}

/** The levels at both tones right now, in dB. */
function measureFor(analyser: AnalyserNode): ToneLevels {
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(spectrum);
  const [low, high] = tonesHz.map((hz) => levelAt(spectrum, (hz * fftSize) / analyser.context.sampleRate));
  return [low ?? -Infinity, high ?? -Infinity];
}

/** The loudest of the bins around a frequency. */
function levelAt(spectrum: Float32Array, bin: number): number {
  const center = Math.round(bin);
  return Math.max(...spectrum.subarray(center - 2, center + 3));
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('The check was stopped.', 'AbortError'));
    });
  });
}
