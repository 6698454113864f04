/** How small the background gets before it is drawn large again: that is what blurs it, at little cost. */
const backgroundWidths = { light: 68, strong: 27 } as const;

/** Widths of the picture by effort; a smaller picture costs less in each step. */
const widths = [960, 640, 480] as const;

/**
 * The longer side of what the segmenter gets. Its model sees no more than this, and to get there from a whole frame
 * takes ten times as long as the model itself where there is no graphics card (measured).
 */
const sampleSide = 256;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a person sharp before a blurred background.
 *
 * ```
 *   video ──take──> frame ──sample──> small copy, background
 *                     └──draw, with the mask of a sample──> picture
 * ```
 */
export class BlurCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly #picture: CanvasRenderingContext2D;
  readonly #frame: CanvasRenderingContext2D;
  readonly #sample: CanvasRenderingContext2D;
  readonly #background: CanvasRenderingContext2D;

  /** Throws where there are no canvases. */
  constructor() {
    this.canvas = document.createElement('canvas');
    this.#picture = contextOf(this.canvas);
    this.#frame = contextOf(document.createElement('canvas'));
    this.#sample = contextOf(document.createElement('canvas'));
    this.#background = contextOf(document.createElement('canvas'));
  }

  /** Takes the frame that all else is drawn from: to convert it is what costs most, and the video goes on meanwhile. */
  take(video: HTMLVideoElement, effort: 0 | 1 | 2): void {
    const size = { width: video.videoWidth, height: video.videoHeight };
    drawIn(this.#frame, video, fit(size, Math.min(video.videoWidth, widths[effort])));
  }

  /** A small copy of the frame: the person is looked for in it, and it is what the background is drawn from. */
  sample(strength: 'light' | 'strong'): HTMLCanvasElement {
    const { canvas: frame } = this.#frame;
    const size = fit(frame, (sampleSide * frame.width) / Math.max(frame.width, frame.height));
    drawIn(this.#sample, frame, size);
    this.#drawBackground(fit(frame, Math.min(size.width, backgroundWidths[strength])));
    return this.#sample.canvas;
  }

  draw(mask: CanvasImageSource): void {
    const { canvas: frame } = this.#frame;
    const { width, height } = frame;
    const picture = this.#picture;
    resize(this.canvas, { width, height });
    picture.globalCompositeOperation = 'copy';
    picture.drawImage(mask, 0, 0, width, height);
    picture.globalCompositeOperation = 'source-in';
    picture.drawImage(frame, 0, 0);
    picture.globalCompositeOperation = 'destination-over';
    picture.drawImage(this.#background.canvas, 0, 0, width, height);
  }

  #drawBackground({ width, height }: Size): void {
    const background = this.#background;
    resize(background.canvas, { width, height });
    // A canvas that was resized has forgotten both.
    background.imageSmoothingQuality = 'high';
    // Where filters are missing, growing it again blurs alone.
    background.filter = 'blur(1px)';
    background.drawImage(this.#sample.canvas, 0, 0, width, height);
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas.');
  return context;
}

/** The size of a picture of this shape and width. */
function fit(shape: Size, wanted: number): Size {
  const width = Math.max(1, Math.round(wanted));
  return { width, height: Math.max(1, Math.round((shape.height / shape.width) * width)) };
}

function drawIn(context: CanvasRenderingContext2D, source: CanvasImageSource, size: Size): void {
  resize(context.canvas, size);
  context.drawImage(source, 0, 0, size.width, size.height);
}

/** Setting the size clears a canvas, even to the same one. */
function resize(canvas: HTMLCanvasElement, { width, height }: Size): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
