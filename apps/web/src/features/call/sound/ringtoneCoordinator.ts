import { holdLock } from '../../../notifications/shared/tabLocks.ts';
import type { TonePlayer } from './tonePlayer.ts';
import type { ToneName } from './tones.ts';

/**
 * Plays the tones of one tab; of all tabs of a user, only one plays the ringtone. It holds a lock exactly while it
 * plays: a tab whose sound is blocked leaves the lock to others, and when a tab closes, the next one takes over. Other
 * tones belong to the current call, which only one tab has.
 */
export class RingtoneCoordinator {
  readonly #player: TonePlayer;
  readonly #lockName: string;
  readonly #stopListening: () => void;
  /** Releases the lock, or ends the wait for it. */
  #releaseLock: (() => void) | undefined;
  #isWanted = false;

  /** @param lockName the lock that the tabs of one user share */
  constructor(player: TonePlayer, lockName: string) {
    this.#player = player;
    this.#lockName = lockName;
    this.#stopListening = player.state.subscribe(() => this.#update());
  }

  /** Plays a tone in place of the previous one; undefined for silence. */
  play(name: ToneName | undefined): void {
    this.#isWanted = name === 'ringtone';
    this.#update();
    if (!this.#isWanted) this.#player.play(name);
  }

  close(): void {
    this.#stopListening();
    this.play(undefined);
  }

  #update(): void {
    const canSound = this.#player.state.getState() === 'ready';
    if (this.#isWanted && canSound) {
      const onHeld = (): void => this.#player.play('ringtone');
      this.#releaseLock ??= holdLock(this.#lockName, { onHeld });
      return;
    }
    const release = this.#releaseLock;
    this.#releaseLock = undefined;
    if (release === undefined) return;
    release();
    this.#player.play(undefined);
  }
}
