import { FakeTrack } from './track.ts';

type Kind = 'audio' | 'video';
type Failure = 'notAllowed' | 'notFound' | 'inUse' | 'unsupported' | 'failed';
type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';
type Captured =
  { readonly ok: true; readonly track: MediaStreamTrack } | { readonly ok: false; readonly failure: Failure };

/** A machine's microphone and camera, and what the person and the browser say about them. */
export class FakeCapture {
  /** Every track that was ever given out. */
  readonly tracks: FakeTrack[] = [];
  readonly #permissions: Record<Kind, Permission> = { audio: 'granted', video: 'granted' };
  readonly #failures: Partial<Record<Kind, Failure>> = {};
  #isHeld = false;
  #held: (() => void)[] = [];

  /** What the browser says before it is asked to open. */
  setPermission(kind: Kind, permission: Permission): void {
    this.#permissions[kind] = permission;
  }

  /** Lets opening fail from now on. */
  fail(kind: Kind, failure: Failure): void {
    this.#failures[kind] = failure;
  }

  /** Lets opening take until `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  /** Tracks that are not stopped: while there is one, a light is on. */
  live(): readonly FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === 'live');
  }

  readonly permission = (kind: Kind): Promise<Permission> => Promise.resolve(this.#permissions[kind]);

  readonly knownPermission = (kind: Kind): Permission => this.#permissions[kind];

  readonly open = async (kind: Kind): Promise<Captured> => {
    if (this.#isHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    const failure = this.#failures[kind];
    if (failure !== undefined) return { ok: false, failure };
    const track = new FakeTrack(kind, `${kind}-${this.tracks.length}`);
    this.tracks.push(track);
    return { ok: true, track };
  };
}
