import type { Path } from '../machine/path.ts';

/** While nothing comes in: decides how soon a call is seen to be up. With a standby: how soon a silence is noticed. */
const eagerMs = 50;
/** While media comes in and nothing could be done about a silence of less than a second. */
const calmMs = 250;
/** Before the answer nothing comes in. */
const restingMs = 500;

/** When the counters of a path's links are worth another look, in ms. */
export function lookAgainMs(path: Path): number {
  if (path.state === 'closed' || path.stage === 'warm') return restingMs;
  if (path.told.state !== 'up') return eagerMs;
  const isSettled = path.links.length === 1;
  return isSettled ? calmMs : eagerMs;
}
