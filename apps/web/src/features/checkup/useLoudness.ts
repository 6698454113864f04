import { useEffect, useState } from 'react';
import { loudnessDb } from './level.ts';

/** Samples looked at together: 43 ms at 48 kHz, long enough for the lowest voice, short enough to follow words. */
const windowSize = 2048;

/** How loud a microphone is right now, in dBFS, new with each frame that is painted. */
export function useLoudness(track: MediaStreamTrack): number {
  const [loudness, setLoudness] = useState(-Infinity);
  useEffect(() => listen(track, setLoudness), [track]);
  return loudness;
}

/** Listens until the function it returns is called. */
function listen(track: MediaStreamTrack, onLoudness: (loudness: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: windowSize });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(windowSize);
  let frame = 0;
  const measure = () => {
    analyser.getFloatTimeDomainData(samples);
    onLoudness(loudnessDb(samples));
    frame = requestAnimationFrame(measure);
  };
  measure();
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}
