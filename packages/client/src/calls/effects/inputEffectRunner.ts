import { deviceTypeOf } from '../../media/mediaDevices.ts';
import type { CaptureResult, MediaPorts } from '../../media/mediaPorts.ts';
import {
  readPreferredDevices,
  savePreferredDevice,
  savePreferredLabels,
} from '../../media/preferredDevices.ts';
import type {
  Processing,
  ProcessingOutcome,
  RunningProcessing,
  TrackProcessor,
} from '../../media/processing/processing.ts';
import { SilenceDetector } from '../../media/silenceDetector.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { readDevicePreferences } from '../../settings/devicePreferences.ts';
import type { CallAction } from '../state/callAction.ts';
import type { InputEffect } from '../state/callEffect.ts';

type OpenInput = InputEffect & { type: 'openInput' };
type InputResult = (CallAction & { type: 'inputOpened' })['result'];

export type InputPorts = Pick<MediaPorts, 'capture' | 'streamOf'> &
  Pick<PlatformPorts, 'clock' | 'profileStorage'> & { readonly processor: TrackProcessor };

/** A dock that is plugged in announces dozens of changes at once. */
const listPauseMs = 250;

/** Runs the effects on microphones, cameras and speakers, and dispatches their results. */
export class InputEffectRunner {
  readonly #ports: InputPorts;
  readonly #dispatch: (action: CallAction) => void;
  readonly #silenceDetector: SilenceDetector;
  /** By input. */
  readonly #processed = new Map<MediaStreamTrack, RunningProcessing>();
  #stopWatching: (() => void) | undefined;
  /** Rises with each listing, so that an older list never replaces a newer one. */
  #listSequence = 0;
  /** A device was plugged in or out, and no list that shows it has arrived yet. */
  #isChangeDue = false;
  /** A list was requested during the pause after the last one. */
  #isListDue = false;
  #cancelPause: (() => void) | undefined;

  constructor(ports: InputPorts, dispatch: (action: CallAction) => void) {
    this.#ports = ports;
    this.#dispatch = dispatch;
    this.#silenceDetector = new SilenceDetector(ports.capture.listen, ports.clock.now, (track, verdict) =>
      dispatch({ type: 'silenceChanged', track, verdict }),
    );
  }

  watch(): void {
    this.#stopWatching ??= this.#ports.capture.watchDevices(() => this.#requestList('changed'));
    this.#requestList('listed');
  }

  close(): void {
    this.#stopWatching?.();
    this.#cancelPause?.();
    this.#silenceDetector.watch(null);
    for (const track of this.#processed.keys()) this.#stopProcessing(track);
  }

  run(effect: InputEffect): void {
    switch (effect.type) {
      case 'openInput':
        return void this.#open(effect);
      case 'stopTrack':
        effect.track.stop();
        this.#stopProcessing(effect.track);
        return this.#silenceDetector.forget(effect.track);
      case 'enableTrack':
        effect.track.enabled = effect.isEnabled;
        return;
      case 'monitorMicrophone':
        return this.#silenceDetector.watch(effect.track);
      case 'processInput':
        return this.#process(effect.track, effect.processing);
      case 'listDevices':
        return this.#requestList('listed');
      case 'savePreferredDevice':
        return savePreferredDevice(this.#ports.profileStorage, effect.kind, effect.device);
    }
  }

  async #open(effect: OpenInput): Promise<void> {
    const { key, kind, requestedId } = effect;
    void this.#reportPrompt(key, kind);
    const about = {
      type: 'inputOpened',
      key,
      kind,
      ...(requestedId !== undefined && { requestedId }),
    } as const;
    const result = await this.#capture(effect);
    this.#dispatch({ ...about, result });
    // It may have ended before anyone listened.
    if (result.ok && result.track.readyState === 'ended')
      this.#dispatch({ type: 'inputEnded', track: result.track });
    // With permission, the browser names the devices that it only counted before.
    this.#requestList('listed');
  }

  async #reportPrompt(key: OpenInput['key'], kind: OpenInput['kind']): Promise<void> {
    const { capture } = this.#ports;
    const permission =
      capture.knownPermission(kind) ?? (await capture.permission(kind).catch(() => 'unknown' as const));
    // Browsers that do not tell ask each time, unless the user told them to remember the answer.
    if (permission === 'prompt' || permission === 'unknown')
      this.#dispatch({ type: 'inputPrompted', key, kind });
  }

  /** Whatever throws on the way counts as a failed input, and leaves no input open. */
  async #capture(effect: OpenInput): Promise<InputResult> {
    const captured = await this.#openDevice(effect).catch(() => ({ ok: false, failure: 'failed' }) as const);
    if (!captured.ok) return captured;
    const { track } = captured;
    try {
      this.#watchTrack(track);
      const { label, muted: isSystemMuted } = track;
      return { ...captured, stream: this.#ports.streamOf(track), label, isSystemMuted };
    } catch {
      track.stop();
      return { ok: false, failure: 'failed' };
    }
  }

  async #openDevice({ kind, requestedId, isReplacement }: OpenInput): Promise<CaptureResult> {
    const { capture, profileStorage } = this.#ports;
    const options = { keepsNoise: readDevicePreferences(profileStorage).noiseSuppression === 'off' };
    if (requestedId !== undefined) return capture.open(kind, requestedId, options);
    const preferred = readPreferredDevices(profileStorage)[deviceTypeOf[kind]];
    if (isReplacement === true || preferred === undefined) return capture.open(kind, undefined, options);
    // Loaded together with the browser's inputs.
    const { openPreferred } = await import('../../media/openPreferred.ts');
    return openPreferred(capture, kind, preferred, options);
  }

  #process(track: MediaStreamTrack, processing: Processing | undefined): void {
    const running = this.#processed.get(track);
    if (processing === undefined) return this.#stopProcessing(track);
    if (running !== undefined) return running.change(processing);
    const { processor } = this.#ports;
    const report = (outcome: ProcessingOutcome): void => this.#reportProcessed(track, outcome);
    this.#processed.set(track, processor.process(track, processing, report));
  }

  #reportProcessed(track: MediaStreamTrack, outcome: ProcessingOutcome): void {
    const type = 'inputProcessed';
    if (outcome.state !== 'running') {
      this.#dispatch({ type, track, outcome });
      // Chosen again, it starts over.
      if (outcome.state === 'failed') this.#stopProcessing(track);
      return;
    }
    const stream = this.#ports.streamOf(outcome.track ?? track);
    this.#dispatch({ type, track, outcome: { ...outcome, stream } });
  }

  #stopProcessing(track: MediaStreamTrack): void {
    const running = this.#processed.get(track);
    this.#processed.delete(track);
    running?.stop();
  }

  #watchTrack(track: MediaStreamTrack): void {
    track.addEventListener('ended', () => {
      this.#dispatch({ type: 'inputEnded', track });
      this.#stopProcessing(track);
    });
    track.addEventListener('mute', () =>
      this.#dispatch({ type: 'inputSystemMuted', track, isSystemMuted: true }),
    );
    track.addEventListener('unmute', () =>
      this.#dispatch({ type: 'inputSystemMuted', track, isSystemMuted: false }),
    );
  }

  /** Lists the devices now, or once the last listing is long enough ago. */
  #requestList(cause: 'listed' | 'changed'): void {
    this.#isChangeDue ||= cause === 'changed';
    this.#isListDue = this.#cancelPause !== undefined;
    if (this.#isListDue) return;
    this.#cancelPause = this.#ports.clock.after(listPauseMs, () => {
      this.#cancelPause = undefined;
      if (this.#isListDue) this.#requestList('listed');
    });
    void this.#listDevices();
  }

  async #listDevices(): Promise<void> {
    const turn = ++this.#listSequence;
    const mediaDevices = await this.#ports.capture.listDevices();
    if (turn !== this.#listSequence) return;
    const cause = this.#isChangeDue ? 'changed' : 'listed';
    this.#isChangeDue = false;
    const preferredDevices = readPreferredDevices(this.#ports.profileStorage);
    this.#dispatch({ type: 'devicesListed', mediaDevices, preferredDevices, cause });
    savePreferredLabels(this.#ports.profileStorage, mediaDevices);
  }
}
