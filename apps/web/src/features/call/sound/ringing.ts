import { holdLock } from '../../../notifications/shared/tabLocks.ts';
import type { TonePlayer } from './tonePlayer.ts';
import type { ToneName } from './tones.ts';

/**
 * Plays tones of one tab such that of all tabs of a user one sounds the ringtone. The turn is held exactly while it
 * sounds: a tab that the browser keeps silent leaves it to the others, and one that is closed in mid-ring is followed by
 * the next. All other tones are those of a call, which only one tab has.
 */
export class Ringing {
  readonly #player: TonePlayer;
  readonly #turnName: string;
  readonly #stopListening: () => void;
  /** Returns the turn, or ends the wait for it. */
  #giveUpTurn: (() => void) | undefined;
  #isWanted = false;

  /** @param turnName which lock the tabs of one user share */
  constructor(player: TonePlayer, turnName: string) {
    this.#player = player;
    this.#turnName = turnName;
    this.#stopListening = player.state.subscribe(() => this.#settle());
  }

  /** Starts a tone, or silence. */
  play(name: ToneName | undefined): void {
    this.#isWanted = name === 'ringtone';
    this.#settle();
    if (!this.#isWanted) this.#player.play(name);
  }

  close(): void {
    this.#stopListening();
    this.play(undefined);
  }

  #settle(): void {
    const canSound = this.#player.state.getState() === 'ready';
    if (this.#isWanted && canSound) {
      const onHeld = (): void => this.#player.play('ringtone');
      this.#giveUpTurn ??= holdLock(this.#turnName, { onHeld });
      return;
    }
    const giveUp = this.#giveUpTurn;
    this.#giveUpTurn = undefined;
    if (giveUp === undefined) return;
    giveUp();
    this.#player.play(undefined);
  }
}
