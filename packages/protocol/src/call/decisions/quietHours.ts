/** Hours of the week in which calls make no sound, by the clock on the wall of one time zone. */
export interface QuietHours {
  /** Off keeps the hours for later. */
  readonly on: boolean;
  /** The days on which the hours begin: 1 is Monday, 7 is Sunday, as in ISO 8601. */
  readonly days: readonly number[];
  /** `HH:MM`. Hours that end at or before the time they begin end on the next day. */
  readonly from: string;
  readonly to: string;
  /** An IANA time zone. */
  readonly timeZone: string;
}

/**
 * Whether a time, in ms, lies in the quiet hours. The wall clock decides, so an hour that summer time skips is never
 * quiet and one that it repeats is quiet twice.
 */
export function isQuiet({ on, days, from, to, timeZone }: QuietHours, at: number): boolean {
  if (!on) return false;
  const { day, minutes } = wallClock(timeZone, at);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const isToday = days.includes(day);
  if (begin < end) return isToday && minutes >= begin && minutes < end;
  const isSinceYesterday = days.includes(day === 1 ? 7 : day - 1);
  return (isToday && minutes >= begin) || (isSinceYesterday && minutes < end);
}

/** Whether this machine knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function wallClock(timeZone: string, at: number): { readonly day: number; readonly minutes: number } {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = weekdays.indexOf(parts.get('weekday') ?? '') + 1;
  return { day, minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

/** To make a formatter takes some 50 µs, to use it 2 µs. There are about 600 zones, each in many spellings. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const maxFormatters = 1_000;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  if (formatters.size >= maxFormatters) formatters.clear();
  formatters.set(timeZone, formatter);
  return formatter;
}
