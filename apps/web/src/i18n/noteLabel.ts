import type { Media } from '@ringback/protocol';
import { formatDuration } from '../ui/time/duration.ts';

const kinds = { audio: 'Voice note', video: 'Video note' } as const satisfies Record<Media, string>;

/** What a note is, wherever it stands. */
export function noteKind(media: Media): string {
  return kinds[media];
}

/** How long a note is, to the nearest second: one that was stopped at thirty seconds is not one of twenty-nine. */
export function noteDuration(durationMs: number): string {
  return formatDuration(1_000 * Math.round(durationMs / 1_000));
}

/** A note in one line, such as "Voice note from Grace, 0:12, not played". */
export function noteLabel(
  { media, durationMs }: { readonly media: Media; readonly durationMs: number },
  from: string,
  status: string,
): string {
  return `${kinds[media]} from ${from}, ${noteDuration(durationMs)}, ${status}`;
}

/** Whether a note was played. */
export function playedText({
  playedAt,
}: {
  readonly playedAt?: number | undefined;
}): 'played' | 'not played' {
  return playedAt === undefined ? 'not played' : 'played';
}
