import type { Capture } from './capture.ts';
import type { Recorder } from './recorder.ts';

/** What the engine needs of the machine's microphones, cameras and recorders. */
export interface MediaPorts {
  readonly capture: Capture;
  /** Fetches the recorder's code. */
  readonly recorder: () => Promise<Recorder>;
  /** Makes a stream that shows one track. */
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
}
