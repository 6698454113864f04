import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import type { Crop } from './crop.ts';
import { encode, openPicture } from './pictureFile.ts';
import { text } from './profileText.ts';

/**
 * The state of changing the picture. `image`: the picture being cropped.
 *
 * ```
 *   idle ──file──> cropping ──cropped──> saving ──saved──> idle
 *    └── unreadable ──> failed <── refused ──┘   (with its image, to try again)
 *
 *   canceled, even while saving: idle
 * ```
 */
type Change = { readonly image?: ImageBitmap } & (
  { readonly state: 'idle' | 'cropping' | 'saving' } | { readonly state: 'failed'; readonly message: string }
);

/** Changes the user's picture, step by step. */
export function useOwnPicture() {
  const engine = useEngine();
  const [change, setChange] = useState<Change>({ state: 'idle' });
  const { image } = change;
  const latestStep = useRef(0);
  useEffect(() => () => image?.close(), [image]);

  /** Starts a step. The result tells whether it is still the latest one; results of earlier steps are ignored. */
  function begin(next: Change): () => boolean {
    const step = ++latestStep.current;
    setChange(next);
    return () => step === latestStep.current;
  }

  async function open(file: File): Promise<void> {
    const isLatest = begin({ state: 'idle' });
    const opened = await openPicture(file);
    if (!isLatest()) return;
    if (opened.state === 'opened') setChange({ state: 'cropping', image: opened.image });
    else setChange({ state: 'failed', message: text.picture[opened.state] });
  }

  async function crop(selection: Crop): Promise<void> {
    if (image === undefined) return;
    const isLatest = begin({ state: 'saving', image });
    const picture = await encode(image, selection);
    if (!isLatest()) return;
    if (picture === undefined) return setChange({ state: 'failed', message: text.picture.notMade, image });
    const answer = await engine.account.changePicture(picture);
    if (isLatest())
      setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message, image });
  }

  async function remove(): Promise<void> {
    const isLatest = begin({ state: 'saving' });
    const answer = await engine.account.changePicture(null);
    if (isLatest())
      setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message });
  }

  return { change, open, crop, remove, close: () => void begin({ state: 'idle' }) };
}
