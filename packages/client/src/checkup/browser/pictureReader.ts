import type { Picture } from '../findings/pictures.ts';

/** Small enough to read each frame, large enough that the noise of a sensor shows. */
const width = 48;
const height = 36;
/** Where the browser does not tell of each frame. */
const pollMs = 100;

/** Looks at each picture of a camera until the returned function is called. */
export function readPictures(track: MediaStreamTrack, onPicture: (picture: Picture) => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  let isStopped = false;
  const read = (): void => {
    if (isStopped || context === null || video.videoWidth === 0) return;
    onPicture(pictureOf(video, context));
  };
  const stopFrames = eachFrame(video, read);
  video.play().catch(() => undefined);
  return () => {
    isStopped = true;
    stopFrames();
    video.srcObject = null;
  };
}

function eachFrame(video: HTMLVideoElement, onFrame: () => void): () => void {
  if (!('requestVideoFrameCallback' in video)) {
    const timer = setInterval(onFrame, pollMs);
    return () => clearInterval(timer);
  }
  let id = 0;
  const next = (): void => {
    id = video.requestVideoFrameCallback(() => {
      next();
      onFrame();
    });
  };
  next();
  return () => video.cancelVideoFrameCallback(id);
}

function pictureOf(video: HTMLVideoElement, context: OffscreenCanvasRenderingContext2D): Picture {
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let sum = 0;
  let brightest = 0;
  let digest = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    // Rec. 709 luma.
    const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    sum += luma;
    brightest = Math.max(brightest, luma);
    digest = (Math.imul(digest, 31) + red + (green << 8) + (blue << 16)) | 0;
  }
  const mean = sum / (width * height);
  return { mean, brightest, digest, width: video.videoWidth, height: video.videoHeight };
}
