import type { QualityLook } from '@ringback/client';

/** One number of both directions over time; undefined where it was not measured. */
export interface Series {
  readonly incoming: (look: QualityLook) => number | undefined;
  /** Absent for what has no direction. */
  readonly outgoing?: (look: QualityLook) => number | undefined;
}

/** How much of the call the charts show, in ms. */
export const chartMs = 120_000;

/** The size of a chart's drawing, in its own units. */
export const chartSize = { width: 240, height: 48 } as const;

/** The looks that a chart shows: those of its time before the newest one. */
export function recentLooks(looks: readonly QualityLook[]): readonly QualityLook[] {
  const newest = looks.at(-1)?.at ?? 0;
  return looks.filter(({ at }) => newest - at <= chartMs);
}

/** The highest value of a chart: at least `least`, so that noise does not look like mountains. */
export function chartTop(
  looks: readonly QualityLook[],
  { incoming, outgoing }: Series,
  least: number,
): number {
  const values = looks.flatMap((look) => [incoming(look) ?? 0, outgoing?.(look) ?? 0]);
  return Math.max(least, ...values);
}

/** A line through the values as an SVG path, the newest at the right edge. Values that are missing interrupt it. */
export function chartPath(
  looks: readonly QualityLook[],
  valueOf: (look: QualityLook) => number | undefined,
  top: number,
): string {
  const newest = looks.at(-1)?.at ?? 0;
  const { width, height } = chartSize;
  let isDown = false;
  return looks
    .flatMap((look) => {
      const value = valueOf(look);
      const command = isDown ? 'L' : 'M';
      isDown = value !== undefined;
      if (value === undefined) return [];
      const x = width - ((newest - look.at) / chartMs) * width;
      const y = height - (Math.min(value, top) / top) * height;
      return [`${command}${x.toFixed(1)} ${y.toFixed(1)}`];
    })
    .join('');
}
