import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import type { Crop } from './crop.ts';
import { encode, openPicture } from './pictureFile.ts';
import { text } from './text.ts';

/**
 * Where a change of one's picture stands. `image`: what is being cropped.
 *
 * ```
 *   idle ──file──> cropping ──chosen──> saving ──answer──> idle
 *    └── unreadable ──> failed <── refused ──┘   (with its image, to be tried again)
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
  useEffect(() => () => image?.close(), [image]);

  async function open(file: File): Promise<void> {
    const opened = await openPicture(file);
    if (opened.state === 'opened') setChange({ state: 'cropping', image: opened.image });
    else setChange({ state: 'failed', message: text[opened.state] });
  }

  async function crop(chosen: Crop): Promise<void> {
    if (image === undefined) return;
    setChange({ state: 'saving', image });
    const picture = await encode(image, chosen);
    if (picture === undefined) return setChange({ state: 'failed', message: text.notMade, image });
    const answer = await engine.changePicture(picture);
    setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message, image });
  }

  async function remove(): Promise<void> {
    setChange({ state: 'saving' });
    const answer = await engine.changePicture(null);
    setChange(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message });
  }

  return { change, open, crop, remove, close: () => setChange({ state: 'idle' }) };
}
