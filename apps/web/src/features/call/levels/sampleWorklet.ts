import type { SampleBlock } from './levelMessages.ts';

// Runs on the audio thread, where the types of pages know nothing.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** 43 ms at 48 kHz: several periods of the lowest voice, and 23 blocks a second. */
const blockSize = 2_048;

/** After so many calls without a sound, in a row, its track is gone: some seconds. */
const maxEmptyCalls = 1_000;

/** Passes the sound of a track in blocks to the port that it is sent. */
class SampleProcessor extends AudioWorkletProcessor {
  #block = new Float32Array(blockSize);
  #filled = 0;
  #emptyCalls = 0;
  #receiver: MessagePort | undefined;

  constructor() {
    super();
    this.port.addEventListener('message', ({ ports: [receiver] }) => (this.#receiver = receiver));
    this.port.start();
  }

  /** Called with 128 samples; returns whether to go on. */
  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const channel = input?.[0];
    if (channel === undefined) return (this.#emptyCalls += 1) < maxEmptyCalls;
    this.#emptyCalls = 0;
    this.#block.set(channel, this.#filled);
    this.#filled += channel.length;
    if (this.#filled >= blockSize) this.#pass();
    return true;
  }

  #pass(): void {
    const block: SampleBlock = { samples: this.#block, sampleRate };
    this.#receiver?.postMessage(block, [this.#block.buffer]);
    this.#block = new Float32Array(blockSize);
    this.#filled = 0;
  }
}

registerProcessor('ringback-samples', SampleProcessor);
