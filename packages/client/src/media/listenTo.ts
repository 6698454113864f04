/** How much of a sound is looked at together, in samples (a power of two), and how often. */
export interface Ear {
  readonly windowSize: number;
  readonly everyMs: number;
}

/**
 * Gives the latest samples of a track, between -1 and 1, again and again until the function it returns is called.
 * `unheard`: the browser runs no audio on this page yet (before the first press, or without a sound card), and what
 * could be read would be made-up silence.
 */
export function listenTo(
  track: MediaStreamTrack,
  { windowSize, everyMs }: Ear,
  onSamples: (samples: Float32Array | 'unheard') => void,
): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: windowSize });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(windowSize);
  // A page that may capture mostly may run audio, too; where it may not, this stays pending and changes nothing.
  context.resume().catch(() => undefined);
  const timer = setInterval(() => {
    if (context.state !== 'running') return onSamples('unheard');
    analyser.getFloatTimeDomainData(samples);
    onSamples(samples);
  }, everyMs);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
