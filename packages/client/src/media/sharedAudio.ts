/** A use of the page's audio context. */
export interface AudioLease {
  readonly context: AudioContext;
  /** Loads a module of audio worklets into the context, once. */
  readonly addModule: (url: string) => Promise<void>;
  /** Ends this use; may be called again. */
  readonly release: () => void;
}

interface SharedAudio {
  readonly context: AudioContext;
  readonly stop: AbortController;
  readonly modules: Map<string, Promise<void>>;
  leases: number;
}

/**
 * One audio context for all that measures sound on the page, because each has a thread that runs 375 times a second.
 *
 * ```
 *   none ──first lease──> open ──last one released, or the audio device failed──> none
 * ```
 */
let shared: SharedAudio | undefined;

/** Throws where the browser has no Web Audio. */
export function leaseAudio(): AudioLease {
  const audio = (shared ??= open());
  audio.leases += 1;
  let isReleased = false;
  return {
    context: audio.context,
    addModule: (url) => addModule(audio, url),
    release: () => {
      if (!isReleased) release(audio);
      isReleased = true;
    },
  };
}

function addModule({ context, modules }: SharedAudio, url: string): Promise<void> {
  const adding = modules.get(url) ?? context.audioWorklet.addModule(url);
  modules.set(url, adding);
  return adding;
}

function release(audio: SharedAudio): void {
  audio.leases -= 1;
  if (audio.leases > 0) return;
  forget(audio);
  audio.stop.abort();
  settle(() => audio.context.close());
}

function forget(audio: SharedAudio): void {
  if (shared === audio) shared = undefined;
}

function open(): SharedAudio {
  const context = new AudioContext();
  const opened: SharedAudio = { context, stop: new AbortController(), modules: new Map(), leases: 0 };
  const { signal } = opened.stop;
  // A page that may capture may usually run audio as well; elsewhere a press allows it. The system may interrupt it at any
  // time, and does not start it again by itself.
  const resume = (): void => {
    if (context.state !== 'running' && !signal.aborted) settle(() => context.resume());
  };
  context.addEventListener('statechange', resume, { signal });
  context.addEventListener('error', () => forget(opened), { signal });
  for (const press of ['pointerup', 'keydown']) addEventListener(press, resume, { signal });
  resume();
  return opened;
}

/** Does something that may fail, at once or later, without consequence. */
export function settle(act: () => unknown): void {
  const wait = async (): Promise<void> => {
    await act();
  };
  wait().catch(() => undefined);
}
