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
  /** Opening the inputs; the browser may prompt for them. `record`: absent once it was pressed. */
  | { readonly state: 'opening'; readonly record?: () => void }
  | {
      readonly state: 'failed';
      readonly input: 'microphone' | 'camera' | 'recorder';
      readonly failure: CaptureFailure;
      readonly record: () => void;
    }
  /** The user sees and hears how it will be; nothing is recorded yet. */
  | ({ readonly state: 'armed'; readonly record: () => void } & LiveInputs)
  | ({
      readonly state: 'recording';
      /** On this machine's clock, in ms. */
      readonly sinceMs: number;
      readonly stop: () => void;
    } & LiveInputs)
  | { readonly state: 'finishing' }
  /** It can be played, sent, or recorded again. */
  | { readonly state: 'ready'; readonly recorded: Recorded; readonly again: () => void }
  | { readonly state: 'closed' };

interface LiveInputs {
  /** The camera's picture; null without a camera. */
  readonly picture: MediaStream | null;
  /** The system mutes this input right now, so that nothing of it is recorded. */
  readonly paused: 'microphone' | 'camera' | null;
}

/** The dependencies of a recording. */
export interface NoteRecordingDeps extends Pick<MediaPorts, 'streamOf'> {
  readonly capture: Capture;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Holds the preferred inputs. */
  readonly profileStorage: KeyValueStorage;
}

/** The public part of a recording. */
export type OpenRecording = Pick<NoteRecording, 'state' | 'onLevel' | 'stop' | 'close'>;

/**
 * One attempt to record a note. Opens the inputs at once: it exists because the user chose to record.
 *
 * ```
 *                    ┌──again─────────────────────────────────────────────────────────────────────┐
 *                    v                                                                            │
 *   opening ──inputs opened──> armed ──record──> recording ──stop, 30 s, input gone──> finishing ──> ready
 *     │  ^ └──────────── record was pressed ───────^                                     │
 *     v  └──record─── failed <── input gone, nothing recorded ───────────────────────────┘
 *   failed
 *
 *   close: closed for good, with all inputs released
 * ```
 */
export class NoteRecording {
  readonly #deps: NoteRecordingDeps;
  readonly #media: Media;
  readonly #store: StoreApi<NoteRecordingState>;
  readonly #listeners = new Set<(level: number) => void>();
  #tracks: readonly MediaStreamTrack[] = [];
  #running: RunningRecording | undefined;
  #stopListening: () => void = () => {};
  #cancelEnd: () => void = () => {};
  /** Rises with each step, so that late callbacks change nothing. */
  #turn = 0;

  constructor(deps: NoteRecordingDeps, media: Media) {
    this.#deps = deps;
    this.#media = media;
    this.#store = createStore<NoteRecordingState>(() => ({ state: 'opening' }));
    void this.#open('armed');
  }

  get state(): ReadonlyStore<NoteRecordingState> {
    return this.#store;
  }

  /**
   * Calls back with the loudness of the microphone (0 to 1), several times a second while it is open. Not part of the
   * state, which would render the screen each time. Returns a function that stops it.
   */
  onLevel(listener: (level: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
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

  /** Opens the inputs, and then records or waits for the user to press Record. */
  async #open(then: 'armed' | 'recording'): Promise<void> {
    const turn = ++this.#turn;
    let wanted = then;
    const record = (): void => {
      wanted = 'recording';
      if (turn === this.#turn) this.#set({ state: 'opening' });
    };
    this.#set(then === 'armed' ? { state: 'opening', record } : { state: 'opening' });
    const [microphone, camera] = await Promise.all([this.#openInput('audio'), this.#openCamera()]);
    const opened = [microphone, camera].flatMap((input) => (input?.ok === true ? [input.track] : []));
    if (turn !== this.#turn) return stopAll(opened);
    this.#tracks = opened;
    if (!microphone.ok) return this.#fail('microphone', microphone.failure);
    if (camera?.ok === false) return this.#fail('camera', camera.failure);
    this.#watch(turn);
    if (wanted === 'recording') this.#record();
    else this.#arm();
  }

  #arm(): void {
    const microphone = this.#tracks.find(({ kind }) => kind === 'audio');
    if (microphone !== undefined)
      this.#stopListening = this.#deps.recorder.listen(microphone, (level) => this.#hear(level));
    this.#set({ state: 'armed', ...this.#live(), record: () => this.#record() });
  }

  /** A late press finds the inputs in use or released. */
  #record(): void {
    if (this.#running !== undefined || this.#tracks.length === 0) return;
    this.#stopListening();
    try {
      this.#start();
    } catch {
      this.#fail('recorder', 'failed');
    }
  }

  #start(): void {
    const { recorder, clock } = this.#deps;
    const turn = this.#turn;
    this.#running = recorder.start(this.#tracks, {
      onLevel: (level) => {
        if (turn === this.#turn) this.#hear(level);
      },
      onEnd: () => {
        if (turn === this.#turn) this.stop();
      },
    });
    if (this.#running === undefined) return this.#fail('recorder', 'unsupported');
    this.#cancelEnd = clock.after(bounds.noteMs, () => this.stop());
    this.#set({
      state: 'recording',
      sinceMs: clock.now(),
      ...this.#live(),
      stop: () => this.stop(),
    });
  }

  /** Follows what the system and the user do to the inputs. */
  #watch(turn: number): void {
    const onPause = (): void => {
      const now = this.#store.getState();
      const isLive = now.state === 'armed' || now.state === 'recording';
      if (turn === this.#turn && isLive) this.#set({ ...now, paused: pausedOf(this.#tracks) });
    };
    for (const track of this.#tracks) {
      for (const event of ['mute', 'unmute']) track.addEventListener(event, onPause);
      // The recorder itself ends a recording whose input goes away.
      track.addEventListener('ended', () => {
        if (turn === this.#turn && this.#store.getState().state === 'armed')
          this.#fail(track.kind === 'audio' ? 'microphone' : 'camera', 'notFound');
      });
    }
  }

  #live(): LiveInputs {
    const picture = this.#tracks.find(({ kind }) => kind === 'video');
    return {
      picture: picture === undefined ? null : this.#deps.streamOf(picture),
      paused: pausedOf(this.#tracks),
    };
  }

  #hear(level: number): void {
    for (const listener of this.#listeners) listener(level);
  }

  async #finish(): Promise<void> {
    const turn = ++this.#turn;
    const finishing = this.#running?.finish().catch(() => undefined);
    this.#release();
    this.#set({ state: 'finishing' });
    const recorded = await finishing;
    if (turn !== this.#turn) return;
    if (recorded === undefined) this.#fail('recorder', 'failed');
    else this.#set({ state: 'ready', recorded, again: () => void this.#open('armed') });
  }

  #openInput(kind: 'audio' | 'video'): Promise<CaptureResult> {
    const { capture, profileStorage } = this.#deps;
    return openPreferred(capture, kind, readPreferredDevices(profileStorage)[deviceTypeOf[kind]]);
  }

  #openCamera(): Promise<CaptureResult> | undefined {
    return this.#media === 'video' ? this.#openInput('video') : undefined;
  }

  #fail(input: 'microphone' | 'camera' | 'recorder', failure: CaptureFailure): void {
    this.#turn += 1;
    this.#release();
    this.#set({ state: 'failed', input, failure, record: () => void this.#open('recording') });
  }

  #release(): void {
    this.#cancelEnd();
    this.#stopListening();
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
