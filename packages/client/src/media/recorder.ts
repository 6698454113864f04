import type { NoteMime } from '@ringback/protocol';

/** Something that was recorded. */
export interface Recorded {
  /** A file of that type. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: NoteMime;
  /** How long it plays, in ms. */
  readonly durationMs: number;
  /** How loud it is from its beginning to its end, each from 0 to 100. */
  readonly peaks: readonly number[];
}

/** What is heard of a recording while it goes on. */
export interface RecordingEvents {
  /** How loud it is right now (0 to 1), some times a second. */
  readonly onLevel: (level: number) => void;
  /** It has ended by itself: an input went away. */
  readonly onEnd: () => void;
}

/** A recording that goes on. */
export interface RunningRecording {
  /** Ends it; undefined if nothing came of it. Never rejects. The inputs may be let go right after the call. */
  readonly finish: () => Promise<Recorded | undefined>;
  /** Ends it for nothing. */
  readonly abandon: () => void;
}

/** The port to what records. */
export interface Recorder {
  /** Records inputs from now on; undefined where the browser cannot. */
  readonly start: (
    tracks: readonly MediaStreamTrack[],
    events: RecordingEvents,
  ) => RunningRecording | undefined;
}
