import { text } from './privacyText.ts';

/** For how long calls may be silenced, and when that ends, in ms. */
interface Pause {
  readonly label: string;
  readonly untilMs: (now: Date) => number;
}

const minuteMs = 60_000;

/** Eight in the morning of the next day, by this machine's clock. */
export function nextMorning(now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).getTime();
}

/** The choices of "Do not disturb for…". */
export const pauses: readonly Pause[] = [
  { label: text.disturb.halfHour, untilMs: (now) => now.getTime() + 30 * minuteMs },
  { label: text.disturb.hour, untilMs: (now) => now.getTime() + 60 * minuteMs },
  { label: text.disturb.fourHours, untilMs: (now) => now.getTime() + 240 * minuteMs },
  { label: text.disturb.morning, untilMs: nextMorning },
];
