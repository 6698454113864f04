import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { observeSize } from '../../../ui/browser/observe.ts';

/** `cover`: fills its box and loses its edges. `contain`: whole, with bars beside it. */
export type PictureFit = 'cover' | 'contain';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The share of a picture that may be cropped before heads go missing; still lets 4:3 fill a 16:9 screen. */
const maxCropped = 0.26;

/** How a picture fits its box unless the user chooses. On a phone it covers: people hold one to see a face large. */
export function fitFor(picture: Size, box: Size, isPhone: boolean): PictureFit {
  if (isPhone || picture.width * picture.height * box.width * box.height === 0) return 'cover';
  const ratio = picture.width / picture.height / (box.width / box.height);
  const visible = Math.min(ratio, 1 / ratio);
  return 1 - visible <= maxCropped ? 'cover' : 'contain';
}

export function otherFit(fit: PictureFit): PictureFit {
  return fit === 'cover' ? 'contain' : 'cover';
}

/** The fit of a video's picture in its box, as both change. `isMounted`: whether there is a video now. */
export function useFit(
  videoRef: RefObject<HTMLVideoElement | null>,
  isMounted: boolean,
  isPhone: boolean,
): PictureFit {
  const [fit, setFit] = useState<PictureFit>('cover');
  useEffect(() => {
    const video = videoRef.current;
    if (video === null || !isMounted) return undefined;
    const update = (): void => setFit(fitFor(pictureSize(video), boxSize(video), isPhone));
    const stopObserving = observeSize(video, update);
    video.addEventListener('resize', update);
    return () => {
      stopObserving();
      video.removeEventListener('resize', update);
    };
  }, [videoRef, isMounted, isPhone]);
  return fit;
}

function pictureSize({ videoWidth, videoHeight }: HTMLVideoElement): Size {
  return { width: videoWidth, height: videoHeight };
}

function boxSize({ clientWidth, clientHeight }: HTMLVideoElement): Size {
  return { width: clientWidth, height: clientHeight };
}

/** Calls back with the kind of pointer at a press on a picture, bars included. Keys have a button for the same. */
export function usePressOn(
  videoRef: RefObject<HTMLVideoElement | null>,
  onPress: (pointerType: string) => void,
): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    const frame = videoRef.current?.parentElement;
    const listener = (event: MouseEvent): void =>
      press(event instanceof PointerEvent ? event.pointerType : 'mouse');
    frame?.addEventListener('click', listener);
    return () => frame?.removeEventListener('click', listener);
  }, [videoRef]);
}
