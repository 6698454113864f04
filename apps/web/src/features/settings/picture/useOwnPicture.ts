import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import type { Crop } from './crop.ts';
import { encode, openPicture } from './pictureFile.ts';
import { text } from './pictureText.ts';

/**
 * Where a change of one's picture stands. `image`: what is being cropped.
 *
 * ```
 *   idle ──file──> cropping ──chosen──> saving ──answer──> idle
 *    └── unreadable ──> failed <── refused ──┘   (with its image, to be tried again)
 *
 *   canceled, also while it is saved: idle
 * ```
 */
type Change = { readonly image?: ImageBitmap } & (
  { readonly state: 'idle' | 'cropping' | 'saving' } | { readonly state: 'failed'; readonly message: string }
);

/** Changes one's own picture, step by step. */
export function useOwnPicture() {
  const engine = useEngine();
  const [change, setChange] = useState<Change>({ state: 'idle' });
  const { image } = change;
  const turn = useRef(0);
  useEffect(() => () => image?.close(), [image]);

  /** Begins a step. Returns whether it is still the newest one: what comes of an older one is of no use any more. */
  function begin(next: Change): () => boolean {
    const mine = ++turn.current;
    setChange(next);
    return () => mine === turn.current;
  }

  async function open(file: File): Promise<void> {
    const isWanted = begin({ state: 'idle' });
    const opened = await openPicture(file);
    if (!isWanted()) return;
    if (opened.state === 'opened') setChange({ state: 'cropping', image: opened.image });
    else setChange({ state: 'failed', message: text[opened.state] });
  }

  async function crop(chosen: Crop): Promise<void> {
    if (image === undefined) return;
    const isWanted = begin({ state: 'saving', image });
    const picture = await encode(image, chosen);
    if (!isWanted()) return;
    if (picture === undefined) return setChange({ state: 'failed', message: text.notMade, image });
    const answer = await engine.changePicture(picture);
    if (isWanted())
      setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message, image });
  }

  async function remove(): Promise<void> {
    const isWanted = begin({ state: 'saving' });
    const answer = await engine.changePicture(null);
    if (isWanted())
      setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message });
  }

  return { change, open, crop, remove, close: () => void begin({ state: 'idle' }) };
}
