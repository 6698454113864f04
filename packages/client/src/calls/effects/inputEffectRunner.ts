import type { CallsEvent } from '../state/callAction.ts';
import type { InputEffect } from '../state/callEffect.ts';
import { equipmentOf } from '../../media/mediaDevices.ts';
import type { MediaPorts, Wish } from '../../media/mediaPorts.ts';
import { keepChosen, readChosen } from '../../media/preferredDevices.ts';
import { SilenceListener } from '../../media/silenceDetector.ts';
import type { PlatformPorts } from '../../platform/ports.ts';

type OpenInput = InputEffect & { type: 'openInput' };

/** What inputs need of the machine. */
export type InputPorts = Pick<MediaPorts, 'capture' | 'streamOf'> &
  Pick<PlatformPorts, 'clock' | 'profileStorage'>;

/** Opens, stops and watches microphones and cameras as was decided, and brings back what becomes of them. */
export class InputEffects {
  readonly #ports: InputPorts;
  readonly #dispatch: (event: CallsEvent) => void;
  readonly #listener: SilenceListener;
  #stopWatching: (() => void) | undefined;
  /** Rises with every look at the equipment, so that an older list never replaces a newer one. */
  #look = 0;
  /** Something was plugged in or out, and a list that shows it has not come yet. */
  #isChangeDue = false;

  constructor(ports: InputPorts, dispatch: (event: CallsEvent) => void) {
    this.#ports = ports;
    this.#dispatch = dispatch;
    this.#listener = new SilenceListener(ports.capture.listen, ports.clock.now, (track, verdict) =>
      dispatch({ type: 'microphoneHeard', track, verdict }),
    );
  }

  watch(): void {
    this.#stopWatching ??= this.#ports.capture.watchEquipment(() => void this.#lookUp('changed'));
    void this.#lookUp('looked');
  }

  close(): void {
    this.#stopWatching?.();
    this.#listener.listenTo(null);
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
      case 'listen':
        return this.#listener.listenTo(effect.track);
      case 'keepChoice':
        return keepChosen(this.#ports.profileStorage, effect.kind, effect.pieceId);
    }
  }

  async #open(effect: OpenInput): Promise<void> {
    const { key, kind, wanted } = effect;
    const about = { type: 'opened', key, kind, ...(wanted !== undefined && { wanted }) } as const;
    const captured = await this.#ports.capture.open(kind, this.#wishOf(effect));
    if (captured.ok) {
      const { track } = captured;
      this.#watchTrack(track);
      const { label, muted: isHeld } = track;
      this.#dispatch({
        ...about,
        opened: { ...captured, stream: this.#ports.streamOf(track), label, isHeld },
      });
    } else {
      this.#dispatch({ ...about, opened: captured });
    }
    // With permission the browser gives the names of what it only counted before.
    void this.#lookUp('looked');
  }

  #wishOf({ kind, wanted, isReplacement }: OpenInput): Wish | undefined {
    if (wanted !== undefined) return { exactly: wanted };
    const prefer = readChosen(this.#ports.profileStorage)[equipmentOf[kind]];
    return prefer === undefined || isReplacement === true ? undefined : { prefer };
  }

  #watchTrack(track: MediaStreamTrack): void {
    track.addEventListener('ended', () => this.#dispatch({ type: 'inputEnded', track }));
    track.addEventListener('mute', () => this.#dispatch({ type: 'inputHeld', track, isHeld: true }));
    track.addEventListener('unmute', () => this.#dispatch({ type: 'inputHeld', track, isHeld: false }));
  }

  async #lookUp(cause: 'looked' | 'changed'): Promise<void> {
    const turn = ++this.#look;
    this.#isChangeDue ||= cause === 'changed';
    const equipment = await this.#ports.capture.equipment();
    if (turn !== this.#look) return;
    const chosen = readChosen(this.#ports.profileStorage);
    const seen = { type: 'equipmentSeen', equipment, chosen } as const;
    const isChanged = this.#isChangeDue;
    this.#isChangeDue = false;
    this.#dispatch({ ...seen, cause: isChanged ? 'changed' : 'looked' });
  }
}
