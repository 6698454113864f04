import { bounds, type Media } from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Capture,
  CaptureResult,
  CaptureFailure,
  Recorded,
  Recorder,
  RunningRecording,
  MediaPorts,
} from '../media/mediaPorts.ts';
import { openPreferred } from '../media/openPreferred.ts';
import { readPreferredDevices } from '../media/preferredDevices.ts';
import { deviceTypeOf } from '../media/mediaDevices.ts';
import type { ReadonlyStore } from '../platform/store.ts';
import type { Clock, KeyValueStorage } from '../platform/ports.ts';

/** The state of a recording. Each action is present exactly when it is possible. */
export type NoteRecordingState =
  | { readonly state: 'idle'; readonly record: () => void }
  /** Opening the inputs; the browser may prompt for them. */
  | { readonly state: 'opening' }
  | {
      readonly state: 'failed';
      readonly input: 'microphone' | 'camera' | 'recorder';
      readonly failure: CaptureFailure;
      readonly record: () => void;
    }
  | {
      readonly state: 'recording';
      /** On this machine's clock, in ms. */
      readonly sinceMs: number;
      /** The current level, from 0 to 1. */
      readonly level: number;
      /** The camera's picture; null without a camera. */
      readonly picture: MediaStream | null;
      /** The system mutes this input right now, so that nothing of it is recorded. */
      readonly paused: 'microphone' | 'camera' | null;
      readonly stop: () => void;
    }
  | { readonly state: 'finishing' }
  /** It can be played, sent, or recorded again. */
  | { readonly state: 'ready'; readonly recorded: Recorded; readonly record: () => void }
  | { readonly state: 'closed' };

/** The dependencies of a recording. */
export interface NoteRecordingDeps extends Pick<MediaPorts, 'streamOf'> {
  readonly capture: Capture;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Holds the preferred inputs. */
  readonly profileStorage: KeyValueStorage;
}

/** The public part of a recording. */
export type OpenRecording = Pick<NoteRecording, 'state' | 'stop' | 'close'>;

/**
 * One attempt to record a note.
 *
 * ```
 *   idle ──record──> opening ──inputs opened────> recording ──stop, 30 s, input gone──> finishing ──> ready
 *                    ^   └── refused, missing ──> failed                                     │          │
 *                    └──────────record──────────────┴──────────── nothing recorded ─────────┘──record──┘
 *
 *   close: closed for good, with all inputs released
 * ```
 */
export class NoteRecording {
  readonly #deps: NoteRecordingDeps;
  readonly #media: Media;
  readonly #store: StoreApi<NoteRecordingState>;
  #tracks: readonly MediaStreamTrack[] = [];
  #running: RunningRecording | undefined;
  #cancelEnd: () => void = () => {};
  /** Rises with each step, so that late callbacks change nothing. */
  #turn = 0;

  constructor(deps: NoteRecordingDeps, media: Media) {
    this.#deps = deps;
    this.#media = media;
    this.#store = createStore<NoteRecordingState>(() => ({
      state: 'idle',
      record: () => void this.#record(),
    }));
  }

  get state(): ReadonlyStore<NoteRecordingState> {
    return this.#store;
  }

  /** Finishes a running recording, so that it can be sent. */
  stop(): void {
    if (this.#store.getState().state === 'recording') void this.#finish();
  }

  /** Discards everything and releases the inputs. */
  close(): void {
    this.#turn += 1;
    this.#running?.abandon();
    this.#release();
    this.#set({ state: 'closed' });
  }

  async #record(): Promise<void> {
    const turn = ++this.#turn;
    this.#set({ state: 'opening' });
    const [microphone, camera] = await Promise.all([this.#open('audio'), this.#openCamera()]);
    const opened = [microphone, camera].flatMap((input) => (input?.ok === true ? [input.track] : []));
    if (turn !== this.#turn) return stopAll(opened);
    this.#tracks = opened;
    if (!microphone.ok) return this.#fail('microphone', microphone.failure);
    if (camera?.ok === false) return this.#fail('camera', camera.failure);
    try {
      this.#start(turn);
    } catch {
      this.#fail('recorder', 'failed');
    }
  }

  #start(turn: number): void {
    const { recorder, clock, streamOf } = this.#deps;
    const picture = this.#tracks.find(({ kind }) => kind === 'video');
    this.#running = recorder.start(this.#tracks, {
      onLevel: (level) => this.#hear(turn, level),
      onEnd: () => {
        if (turn === this.#turn) this.stop();
      },
    });
    if (this.#running === undefined) return this.#fail('recorder', 'unsupported');
    this.#cancelEnd = clock.after(bounds.noteMs, () => this.stop());
    this.#set({
      state: 'recording',
      sinceMs: clock.now(),
      level: 0,
      picture: picture === undefined ? null : streamOf(picture),
      paused: pausedOf(this.#tracks),
      stop: () => this.stop(),
    });
    for (const track of this.#tracks)
      for (const event of ['mute', 'unmute']) track.addEventListener(event, () => this.#pause(turn));
  }

  #pause(turn: number): void {
    const recording = this.#store.getState();
    if (turn === this.#turn && recording.state === 'recording')
      this.#set({ ...recording, paused: pausedOf(this.#tracks) });
  }

  #hear(turn: number, level: number): void {
    const recording = this.#store.getState();
    if (turn === this.#turn && recording.state === 'recording') this.#set({ ...recording, level });
  }

  async #finish(): Promise<void> {
    const turn = ++this.#turn;
    const finishing = this.#running?.finish().catch(() => undefined);
    this.#release();
    this.#set({ state: 'finishing' });
    const recorded = await finishing;
    if (turn !== this.#turn) return;
    const record = (): void => void this.#record();
    if (recorded === undefined) this.#fail('recorder', 'failed');
    else this.#set({ state: 'ready', recorded, record });
  }

  #open(kind: 'audio' | 'video'): Promise<CaptureResult> {
    const { capture, profileStorage } = this.#deps;
    return openPreferred(capture, kind, readPreferredDevices(profileStorage)[deviceTypeOf[kind]]);
  }

  #openCamera(): Promise<CaptureResult> | undefined {
    return this.#media === 'video' ? this.#open('video') : undefined;
  }

  #fail(input: 'microphone' | 'camera' | 'recorder', failure: CaptureFailure): void {
    this.#release();
    this.#set({ state: 'failed', input, failure, record: () => void this.#record() });
  }

  #release(): void {
    this.#cancelEnd();
    this.#running = undefined;
    stopAll(this.#tracks);
    this.#tracks = [];
  }

  #set(state: NoteRecordingState): void {
    this.#store.setState(state, true);
  }
}

function stopAll(tracks: readonly MediaStreamTrack[]): void {
  for (const track of tracks) track.stop();
}

function pausedOf(tracks: readonly MediaStreamTrack[]): 'microphone' | 'camera' | null {
  const muted = tracks.filter((track) => track.muted).map(({ kind }) => kind);
  if (muted.includes('audio')) return 'microphone';
  return muted.includes('video') ? 'camera' : null;
}
