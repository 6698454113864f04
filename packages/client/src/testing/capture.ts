import { FakeTrack } from '@ringback/rtc/testing';

type Kind = 'audio' | 'video';
type Failure = 'notAllowed' | 'notFound' | 'inUse' | 'unsupported' | 'failed';
type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';
type Captured =
  | { readonly ok: true; readonly track: MediaStreamTrack; readonly pieceId: string }
  | { readonly ok: false; readonly failure: Failure };
type Wish = { readonly prefer: string } | { readonly exactly: string };
type Peak = number | 'unheard';

type PieceKind = 'microphone' | 'camera' | 'speaker';
interface Piece {
  readonly id: string;
  readonly label: string;
  readonly group: string;
}
interface Equipment {
  readonly pieces: Readonly<Record<PieceKind, readonly Piece[]>>;
  readonly unnamed: readonly PieceKind[];
}

const pieceKinds = { audio: 'microphone', video: 'camera' } as const;

/** A media device by its name. */
export function fakePiece(name: string, group = name): Piece {
  return { id: `id of ${name}`, label: name, group };
}

/** A machine's microphones, cameras and speakers, and how the user and the browser decide about them. */
export class FakeCapture {
  /** All tracks that were ever opened. */
  readonly tracks: FakeTrack[] = [];
  readonly #permissions: Record<Kind, Permission> = { audio: 'granted', video: 'granted' };
  readonly #failures: Partial<Record<Kind, Failure>> = {};
  #pieces: Record<PieceKind, readonly Piece[]> = {
    microphone: [fakePiece('Built-in microphone')],
    camera: [fakePiece('Built-in camera')],
    speaker: [fakePiece('Built-in speaker')],
  };
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Map<MediaStreamTrack, (peak: Peak) => void>();
  #isHeld = false;
  #held: (() => void)[] = [];

  /** The permission that the browser reports before opening. */
  setPermission(kind: Kind, permission: Permission): void {
    this.#permissions[kind] = permission;
  }

  /** Makes opening fail from now on. */
  fail(kind: Kind, failure: Failure): void {
    this.#failures[kind] = failure;
  }

  /** Plugs a device in, ahead of the others. */
  plugIn(kind: PieceKind, piece: Piece): void {
    this.#pieces = { ...this.#pieces, [kind]: [piece, ...this.#pieces[kind]] };
    this.#changed();
  }

  /** Unplugs a device, which ends its tracks. */
  unplug(kind: PieceKind, { id }: Piece): void {
    this.#pieces = { ...this.#pieces, [kind]: this.#pieces[kind].filter((piece) => piece.id !== id) };
    this.#changed();
    for (const track of this.live()) if (track.deviceId === id) track.unplug();
  }

  /** Emits a level of a monitored microphone. */
  sound(track: MediaStreamTrack, peak: Peak): void {
    this.#listeners.get(track)?.(peak);
  }

  /** Whether a microphone is monitored. */
  isListenedTo(track: MediaStreamTrack): boolean {
    return this.#listeners.has(track);
  }

  /** Makes opening wait for `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  /** Tracks that are not stopped; while there is one, the recording light is on. */
  live(): readonly FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === 'live');
  }

  readonly permission = (kind: Kind): Promise<Permission> => Promise.resolve(this.#permissions[kind]);

  readonly knownPermission = (kind: Kind): Permission => this.#permissions[kind];

  readonly equipment = (): Promise<Equipment> => Promise.resolve({ pieces: this.#pieces, unnamed: [] });

  readonly watchEquipment = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  readonly listen = (track: MediaStreamTrack, onPeak: (peak: Peak) => void): (() => void) => {
    this.#listeners.set(track, onPeak);
    return () => void this.#listeners.delete(track);
  };

  readonly open = async (kind: Kind, wish?: Wish): Promise<Captured> => {
    if (this.#isHeld) await new Promise<void>((resolve) => this.#held.push(resolve));
    const failure = this.#failures[kind];
    if (failure !== undefined) return { ok: false, failure };
    const piece = this.#granted(pieceKinds[kind], wish);
    if (piece === undefined) return { ok: false, failure: 'notFound' };
    const track = new FakeTrack(kind, `${kind}-${this.tracks.length}`, piece.label, piece.id);
    this.tracks.push(track);
    return { ok: true, track, pieceId: piece.id };
  };

  #granted(kind: PieceKind, wish: Wish | undefined): Piece | undefined {
    const pieces = this.#pieces[kind];
    const byId = (id: string) => pieces.find((piece) => piece.id === id);
    if (wish === undefined) return pieces[0];
    return 'exactly' in wish ? byId(wish.exactly) : (byId(wish.prefer) ?? pieces[0]);
  }

  #changed(): void {
    for (const tell of this.#watchers) tell();
  }
}
