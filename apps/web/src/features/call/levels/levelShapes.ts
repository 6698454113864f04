/** What a level looks like. */
export type LevelShape = 'rings' | 'edge' | 'bars';

/** The part of a canvas's 2D context that is drawn with. */
export type LevelPen = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'roundRect'
  | 'stroke'
  | 'strokeStyle'
>;

/** In device pixels; `scale` is how many of them one CSS pixel has. */
export interface LevelCanvas {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly color: string;
}

/** Draws a level from 0 to 1. */
export function drawLevel(shape: LevelShape, pen: LevelPen, canvas: LevelCanvas, level: number): void {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = pen.strokeStyle = canvas.color;
  drawings[shape](pen, canvas, level);
  pen.globalAlpha = 1;
}

type Drawing = (pen: LevelPen, canvas: LevelCanvas, level: number) => void;

const drawings: Readonly<Record<LevelShape, Drawing>> = { rings: drawRings, edge: drawEdge, bars: drawBars };

/** How far the canvas of rings reaches beyond the portrait, as a share of its size; `VoiceLevels.module.css` agrees. */
const overhang = 0.18;

/**
 * Rings by their distance from the portrait, as shares of its size, and their opacity, each at rest and at full level. The
 * inner one answers every sound, the outer ones only a raised voice, as waves do.
 */
const rings = [
  { distance: [0.02, 0.05], opacity: [0.5, 1] },
  { distance: [0.045, 0.1], opacity: [0.16, 0.7] },
  { distance: [0.07, 0.16], opacity: [0, 0.42] },
] as const;

function drawRings(pen: LevelPen, { width, height, scale }: LevelCanvas, level: number): void {
  const portrait = Math.min(width, height) / (1 + 2 * overhang);
  pen.lineWidth = 2 * scale;
  for (const { distance, opacity } of rings) {
    pen.globalAlpha = between(opacity, level);
    pen.beginPath();
    pen.arc(width / 2, height / 2, portrait * (0.5 + between(distance, level)), 0, 2 * Math.PI);
    pen.stroke();
  }
}

function between([rest, full]: readonly [number, number], level: number): number {
  return rest + (full - rest) * level;
}

/** One color, so that a single pixel is enough. */
function drawEdge(pen: LevelPen, { width, height }: LevelCanvas, level: number): void {
  pen.globalAlpha = level;
  pen.fillRect(0, 0, width, height);
}

/** The heights of three bars at full level. */
const reaches = [0.7, 1, 0.55] as const;
const [barWidth, barGap] = [3, 2] as const;

/** Each is a dot while it is silent. */
function drawBars(pen: LevelPen, { height, scale }: LevelCanvas, level: number): void {
  pen.globalAlpha = Math.min(1, 0.6 + 2 * level);
  const width = barWidth * scale;
  reaches.forEach((reach, index) => {
    const barHeight = Math.max(width, height * reach * level);
    pen.beginPath();
    pen.roundRect(index * (barWidth + barGap) * scale, (height - barHeight) / 2, width, barHeight, width / 2);
    pen.fill();
  });
}
