/** How small the background gets before it is drawn large again: that is what blurs it, at little cost. */
const shrinking = { light: 14, strong: 36 } as const;

/** Widths of the picture by effort; a smaller picture costs less in each step. */
const widths = [960, 640, 480] as const;

/** Draws a person sharp before a blurred background. */
export class BlurCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly #picture: CanvasRenderingContext2D;
  readonly #background: CanvasRenderingContext2D;

  /** Throws where there are no canvases. */
  constructor() {
    this.canvas = document.createElement('canvas');
    this.#picture = contextOf(this.canvas);
    this.#background = contextOf(document.createElement('canvas'));
  }

  draw(
    video: HTMLVideoElement,
    mask: CanvasImageSource,
    { strength, effort }: { readonly strength: 'light' | 'strong'; readonly effort: 0 | 1 | 2 },
  ): void {
    const width = Math.min(video.videoWidth, widths[effort]);
    const height = Math.round((video.videoHeight / video.videoWidth) * width);
    resize(this.canvas, width, height);
    this.#drawBackground(
      video,
      Math.ceil(width / shrinking[strength]),
      Math.ceil(height / shrinking[strength]),
    );
    const picture = this.#picture;
    picture.globalCompositeOperation = 'copy';
    picture.drawImage(mask, 0, 0, width, height);
    picture.globalCompositeOperation = 'source-in';
    picture.drawImage(video, 0, 0, width, height);
    picture.globalCompositeOperation = 'destination-over';
    picture.drawImage(this.#background.canvas, 0, 0, width, height);
  }

  #drawBackground(video: HTMLVideoElement, width: number, height: number): void {
    const background = this.#background;
    resize(background.canvas, width, height);
    // Where filters are missing, growing it again blurs alone.
    background.filter = 'blur(1px)';
    background.drawImage(video, 0, 0, width, height);
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas.');
  context.imageSmoothingQuality = 'high';
  return context;
}

/** Setting the size clears a canvas, even to the same one. */
function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
