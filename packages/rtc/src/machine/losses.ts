/** From where on losses are counted. */
export interface Losses {
  readonly since: number;
  readonly media: number;
  readonly lost: number;
}

/** RTP packets that came in over a link so far, and those known to be lost; a late one makes the latter fewer again. */
interface Counters {
  readonly media: number;
  readonly lost: number;
}

/** A second and a half of sound and pictures are some hundred packets: enough to tell a few percent. */
const windowMs = 1_500;

export function countLossesFrom({ media, lost }: Counters, since: number): Losses {
  return { since, media, lost };
}

/** Which share of what was sent got lost, 0 to 1; undefined until there is enough to tell. */
export function shareLost(from: Losses, now: Counters, at: number): number | undefined {
  if (at - from.since < windowMs) return undefined;
  const lost = Math.max(0, now.lost - from.lost);
  const all = lost + Math.max(0, now.media - from.media);
  return all === 0 ? undefined : lost / all;
}
