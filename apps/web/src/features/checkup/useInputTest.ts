import { useEffect, useReducer, useRef } from 'react';
import { lookFor, openInput, type Input } from './inputs.ts';
import { nextTrial } from './inputTest.ts';

/** Long enough to say a sentence or to straighten one's hair; then the input is let go, pressed or not. */
const trialMs = 20_000;

/** Tries an input: looks for it at once, opens it when asked to, and lets it go afterwards and on leaving. */
export function useTrial(input: Input) {
  const [trial, send] = useReducer(nextTrial<MediaStreamTrack>, { state: 'looking' });
  const here = useRef(true);
  const track = trial.state === 'open' ? trial.track : undefined;

  useEffect(() => {
    here.current = true;
    void lookFor(input).then((outlook) => send({ type: 'looked', outlook }));
    return () => {
      here.current = false;
    };
  }, [input]);

  useEffect(() => {
    if (track === undefined) return undefined;
    const onEnded = () => send({ type: 'gone' });
    const timer = setTimeout(() => send({ type: 'close' }), trialMs);
    track.addEventListener('ended', onEnded);
    return () => {
      clearTimeout(timer);
      track.removeEventListener('ended', onEnded);
      track.stop();
    };
  }, [track]);

  const open = async () => {
    send({ type: 'open' });
    const captured = await openInput(input);
    if (!captured.ok) send({ type: 'refused', failure: captured.failure });
    else if (here.current) send({ type: 'opened', track: captured.track });
    // Allowed too late: nobody looks any more, and nothing else would let it go.
    else captured.track.stop();
  };
  return {
    trial,
    open: () => void open(),
    gave: () => send({ type: 'gave' }),
    close: () => send({ type: 'close' }),
  };
}
