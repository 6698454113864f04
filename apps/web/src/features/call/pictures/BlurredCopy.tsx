import { useEffect, useRef, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import styles from './Pictures.module.css';

/** So few pixels that a copy costs next to nothing, and is soft once it fills the stage. */
const copySize = { width: 32, height: 20 } as const;
/** Beyond the edges, which a blur would darken. */
const bleedPx = 4;
const drawnSize = [copySize.width + 2 * bleedPx, copySize.height + 2 * bleedPx] as const;
/** What is blurred need not be smooth. */
const drawEveryMs = 250;
/** Each drawing covers the one before it by this much, so that the light changes softly. */
const freshness = 0.5;

/** Fills the bars beside a whole picture with its colors: a small drawing, not a second video. */
export function BlurredCopy({ videoRef }: { readonly videoRef: RefObject<HTMLVideoElement | null> }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = attempt(() => canvasRef.current?.getContext('2d', { alpha: false }));
    if (pen === null || pen === undefined) return undefined;
    draw(pen, videoRef.current, 1);
    const timer = setInterval(() => draw(pen, videoRef.current, freshness), drawEveryMs);
    return () => clearInterval(timer);
  }, [videoRef]);
  return <canvas ref={canvasRef} aria-hidden="true" {...copySize} className={styles['backdrop']} />;
}

function draw(pen: CanvasRenderingContext2D, video: HTMLVideoElement | null, opacity: number): void {
  if (video === null || video.videoWidth === 0 || document.hidden) return;
  attempt(() => {
    pen.globalAlpha = opacity;
    pen.filter = 'blur(2px)';
    pen.drawImage(video, ...coverOf(video), -bleedPx, -bleedPx, ...drawnSize);
  });
}

/** The part of the video that has the shape of the copy. */
function coverOf({ videoWidth, videoHeight }: HTMLVideoElement): [number, number, number, number] {
  const scale = Math.min(videoWidth / copySize.width, videoHeight / copySize.height);
  const [width, height] = [copySize.width * scale, copySize.height * scale];
  return [(videoWidth - width) / 2, (videoHeight - height) / 2, width, height];
}
