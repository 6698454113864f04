import type { CallAction } from '../state/callAction.ts';
import type { InputEffect } from '../state/callEffect.ts';
import { deviceTypeOf } from '../../media/mediaDevices.ts';
import type { MediaPorts, DeviceConstraint } from '../../media/mediaPorts.ts';
import { savePreferredDevice, readPreferredDevices } from '../../media/preferredDevices.ts';
import { SilenceDetector } from '../../media/silenceDetector.ts';
import type { PlatformPorts } from '../../platform/ports.ts';

type OpenInput = InputEffect & { type: 'openInput' };

/** What inputs need of the machine. */
export type InputPorts = Pick<MediaPorts, 'capture' | 'streamOf'> &
  Pick<PlatformPorts, 'clock' | 'profileStorage'>;

/** Opens, stops and watches microphones and cameras as was decided, and brings back what becomes of them. */
export class InputEffectRunner {
  readonly #ports: InputPorts;
  readonly #dispatch: (event: CallAction) => void;
  readonly #listener: SilenceDetector;
  #stopWatching: (() => void) | undefined;
  /** Rises with every look at the equipment, so that an older list never replaces a newer one. */
  #listSequence = 0;
  /** Something was plugged in or out, and a list that shows it has not come yet. */
  #isChangeDue = false;

  constructor(ports: InputPorts, dispatch: (event: CallAction) => void) {
    this.#ports = ports;
    this.#dispatch = dispatch;
    this.#listener = new SilenceDetector(ports.capture.listen, ports.clock.now, (track, verdict) =>
      dispatch({ type: 'silenceChanged', track, verdict }),
    );
  }

  watch(): void {
    this.#stopWatching ??= this.#ports.capture.watchDevices(() => void this.#listDevices('changed'));
    void this.#listDevices('listed');
  }

  close(): void {
    this.#stopWatching?.();
    this.#listener.analyzeTrack(null);
  }

  run(effect: InputEffect): void {
    switch (effect.type) {
      case 'openInput':
        return void this.#open(effect);
      case 'stopTrack':
        this.#listener.forget(effect.track);
        return effect.track.stop();
      case 'enableTrack':
        effect.track.enabled = effect.isEnabled;
        return;
      case 'monitorMicrophone':
        return this.#listener.analyzeTrack(effect.track);
      case 'savePreferredDevice':
        return savePreferredDevice(this.#ports.profileStorage, effect.kind, effect.mediaDeviceId);
    }
  }

  async #open(effect: OpenInput): Promise<void> {
    const { key, kind, requestedId } = effect;
    const about = {
      type: 'inputOpened',
      key,
      kind,
      ...(requestedId !== undefined && { requestedId }),
    } as const;
    const captured = await this.#ports.capture.open(kind, this.#constraintOf(effect));
    if (captured.ok) {
      const { track } = captured;
      this.#watchTrack(track);
      const { label, muted: isSystemMuted } = track;
      this.#dispatch({
        ...about,
        result: { ...captured, stream: this.#ports.streamOf(track), label, isSystemMuted },
      });
    } else {
      this.#dispatch({ ...about, result: captured });
    }
    // With permission the browser gives the names of what it only counted before.
    void this.#listDevices('listed');
  }

  #constraintOf({ kind, requestedId, isReplacement }: OpenInput): DeviceConstraint | undefined {
    if (requestedId !== undefined) return { exact: requestedId };
    const preferred = readPreferredDevices(this.#ports.profileStorage)[deviceTypeOf[kind]];
    return preferred === undefined || isReplacement === true ? undefined : { preferred };
  }

  #watchTrack(track: MediaStreamTrack): void {
    track.addEventListener('ended', () => this.#dispatch({ type: 'inputEnded', track }));
    track.addEventListener('mute', () =>
      this.#dispatch({ type: 'inputSystemMuted', track, isSystemMuted: true }),
    );
    track.addEventListener('unmute', () =>
      this.#dispatch({ type: 'inputSystemMuted', track, isSystemMuted: false }),
    );
  }

  async #listDevices(cause: 'listed' | 'changed'): Promise<void> {
    const turn = ++this.#listSequence;
    this.#isChangeDue ||= cause === 'changed';
    const mediaDevices = await this.#ports.capture.listDevices();
    if (turn !== this.#listSequence) return;
    const preferredDevices = readPreferredDevices(this.#ports.profileStorage);
    const seen = { type: 'devicesListed', mediaDevices, preferredDevices } as const;
    const isChanged = this.#isChangeDue;
    this.#isChangeDue = false;
    this.#dispatch({ ...seen, cause: isChanged ? 'changed' : 'listed' });
  }
}
