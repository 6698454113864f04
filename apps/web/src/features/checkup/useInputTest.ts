import { useEffect, useReducer, useRef } from 'react';
import { detectInput, openInput, type Input } from './inputs.ts';
import { nextInputTest } from './inputTest.ts';

/** Long enough to say a sentence or to check the picture; then the input is released even without a press. */
const testMs = 20_000;

/** Tests an input: detects it at once, opens it on request, and releases it afterwards and when the screen closes. */
export function useInputTest(input: Input) {
  const [test, send] = useReducer(nextInputTest<MediaStreamTrack>, { state: 'detecting' });
  const isMounted = useRef(true);
  const track = test.state === 'open' ? test.track : undefined;

  useEffect(() => {
    isMounted.current = true;
    void detectInput(input).then((detection) => send({ type: 'detected', detection }));
    return () => {
      isMounted.current = false;
    };
  }, [input]);

  useEffect(() => {
    if (track === undefined) return undefined;
    const onEnded = () => send({ type: 'gone' });
    const timer = setTimeout(() => send({ type: 'close' }), testMs);
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
    else if (isMounted.current) send({ type: 'opened', track: captured.track });
    // The permission came after the screen was closed, and nothing else would release the track.
    else captured.track.stop();
  };
  return {
    test,
    open: () => void open(),
    // A camera that the system mutes plays black pictures.
    onSignal: () => track?.muted !== true && send({ type: 'signal' }),
    close: () => send({ type: 'close' }),
  };
}
