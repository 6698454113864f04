import type { Finding, FromPainter, LevelLook, ToPainter, Voice } from './levelMessages.ts';
import type { LevelShape } from './levelShapes.ts';

/** The worker that draws. */
export interface PainterLink {
  readonly send: (message: ToPainter, transfer?: Transferable[]) => void;
  readonly close: () => void;
}

/** What the levels need of the browser. */
export interface LevelPorts<Track> {
  /** Starts the worker; undefined where the browser has none. */
  readonly openPainter: (onFinding: (finding: FromPainter) => void) => PainterLink | undefined;
  /** Passes the sound of a track to a port, in blocks; returns a function that stops it. */
  readonly tap: (track: Track, port: MessagePort) => () => void;
}

/** An element that shows a level. */
export interface LevelView {
  readonly document: EventTarget & Pick<Document, 'visibilityState'>;
  readonly canvas: OffscreenCanvas;
  readonly shape: LevelShape;
}

/** What is known of one person's voice. */
interface Source<Track> {
  track: Track | undefined;
  /** Ends the measurement, while there is one. */
  stopTap: (() => void) | undefined;
  readonly views: Map<number, LevelView>;
  readonly findings: Map<Finding, (isSo: boolean) => void>;
}

/**
 * Shows how loud both people of a call are, in one place for the page. Nothing of it costs the page's main thread: the
 * audio thread passes sound to a worker, and the worker draws.
 *
 * ```
 *   resting ──a voice has a track, and a visible view or something to find out──> measuring
 *      ^──────────────── neither person has both ────────────────────────────────────┘
 * ```
 *
 * The worker lives while there is anything to show or to find out.
 */
export class CallLevels<Track> {
  readonly #ports: LevelPorts<Track>;
  readonly #sources: Readonly<Record<Voice, Source<Track>>> = { mine: newSource(), theirs: newSource() };
  #painter: PainterLink | undefined;
  #lastId = 0;

  constructor(ports: LevelPorts<Track>) {
    this.#ports = ports;
  }

  /** Takes this track for someone's voice from now on, until the returned function is called. */
  listen(voice: Voice, track: Track): () => void {
    const source = this.#sources[voice];
    this.#stopTap(voice);
    source.track = track;
    this.#update();
    return () => {
      if (source.track !== track) return;
      source.track = undefined;
      this.#update();
    };
  }

  /** Shows a level while the view's document is visible. */
  show(
    voice: Voice,
    view: LevelView,
  ): { readonly setLook: (look: LevelLook) => void; readonly hide: () => void } {
    const { views } = this.#sources[voice];
    const id = (this.#lastId += 1);
    const { document, canvas, shape } = view;
    const update = (): void => this.#update();
    views.set(id, view);
    this.#send({ kind: 'show', id, voice, shape, canvas }, [canvas]);
    document.addEventListener('visibilitychange', update);
    update();
    return {
      setLook: (look) => this.#send({ kind: 'look', id, look }),
      hide: () => {
        document.removeEventListener('visibilitychange', update);
        views.delete(id);
        this.#send({ kind: 'hide', id });
        update();
      },
    };
  }

  /** Reports each change of what is found out about a voice, visible or not. Returns a function that stops it. */
  find(voice: Voice, finding: Finding, onChange: (isSo: boolean) => void): () => void {
    const { findings } = this.#sources[voice];
    findings.set(finding, onChange);
    this.#send({ kind: 'find', voice, finding, isOn: true });
    this.#update();
    return () => {
      if (findings.get(finding) !== onChange) return;
      findings.delete(finding);
      this.#send({ kind: 'find', voice, finding, isOn: false });
      this.#update();
    };
  }

  #send(message: ToPainter, transfer?: Transferable[]): void {
    this.#painter ??= this.#ports.openPainter(({ voice, finding, isSo }) =>
      this.#sources[voice].findings.get(finding)?.(isSo),
    );
    this.#painter?.send(message, transfer);
  }

  /** Starts and stops what is needed by now. */
  #update(): void {
    for (const voice of ['mine', 'theirs'] as const) this.#updateTap(voice);
    const isIdle = Object.values(this.#sources).every(
      ({ views, findings }) => views.size + findings.size === 0,
    );
    if (!isIdle) return;
    this.#painter?.close();
    this.#painter = undefined;
  }

  #updateTap(voice: Voice): void {
    const source = this.#sources[voice];
    const { track } = source;
    if (track === undefined || !isWanted(source)) return this.#stopTap(voice);
    if (source.stopTap !== undefined) return;
    const { port1, port2 } = new MessageChannel();
    this.#send({ kind: 'listen', voice, port: port2 }, [port2]);
    source.stopTap = this.#ports.tap(track, port1);
  }

  #stopTap(voice: Voice): void {
    const source = this.#sources[voice];
    if (source.stopTap === undefined) return;
    source.stopTap();
    source.stopTap = undefined;
    this.#send({ kind: 'stop', voice });
  }
}

function newSource<Track>(): Source<Track> {
  return { track: undefined, stopTap: undefined, views: new Map(), findings: new Map() };
}

function isWanted<Track>({ views, findings }: Source<Track>): boolean {
  return (
    findings.size > 0 || [...views.values()].some(({ document }) => document.visibilityState === 'visible')
  );
}
