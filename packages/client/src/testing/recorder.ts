import type { Recorded, Recorder, RecordingEvents, RunningRecording } from '../media/mediaPorts.ts';

/** A recorder whose results a test provides. */
export class FakeRecorder implements Recorder {
  /** The result of the next recording; undefined if it fails. */
  recorded: Recorded | undefined = {
    bytes: Uint8Array.from({ length: 100 }, (_, at) => at),
    mime: 'audio/webm',
    durationMs: 3_000,
    peaks: [10, 100, 20],
  };
  /** Whether the browser can record at all. */
  isSupported = true;
  /** The callbacks of the running recording, if any. */
  running: RecordingEvents | undefined;

  /** Passes the loudness of a microphone that is measured without being recorded. */
  measured: ((level: number) => void) | undefined;

  readonly listen = (_microphone: MediaStreamTrack, onLevel: (level: number) => void): (() => void) => {
    this.measured = onLevel;
    return () => (this.measured = undefined);
  };

  readonly start = (
    _tracks: readonly MediaStreamTrack[],
    events: RecordingEvents,
  ): RunningRecording | undefined => {
    if (!this.isSupported) return undefined;
    this.running = events;
    const stop = (): void => {
      this.running = undefined;
    };
    return {
      finish: () => {
        stop();
        return Promise.resolve(this.recorded);
      },
      abandon: stop,
    };
  };
}
