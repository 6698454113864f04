/** A time of day by the locale: "10:42" or "10:42 AM". */
export function formatTime(timeMs: number, locale?: string): string {
  const known = timeFormats.get(locale);
  const format = known ?? new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  if (known === undefined) timeFormats.set(locale, format);
  return format.format(timeMs);
}

/** By locale: making one takes longer than drawing all else of a line. */
const timeFormats = new Map<string | undefined, Intl.DateTimeFormat>();

/** The day of a time as a heading: "Today", "Yesterday", a weekday within the week, else the date. */
export function formatDay(timeMs: number, nowMs: number, locale?: string): string {
  const days = daysBetween(timeMs, nowMs);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const thisYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear();
  const format: Intl.DateTimeFormatOptions =
    days > 1 && days < 7
      ? { weekday: 'long' }
      : { weekday: 'short', day: 'numeric', month: 'long', ...(!thisYear && { year: 'numeric' }) };
  return new Intl.DateTimeFormat(locale, format).format(timeMs);
}

/** A time for a place without day headings: the time of day, with its day unless that is today. */
export function formatWhen(timeMs: number, nowMs: number, locale?: string): string {
  const time = formatTime(timeMs, locale);
  return daysBetween(timeMs, nowMs) === 0 ? time : `${formatDay(timeMs, nowMs, locale)}, ${time}`;
}

/** The number by which days are told apart, in the time zone of this machine. */
export function dayNumber(timeMs: number): number {
  const date = new Date(timeMs);
  // Days are counted in UTC, where none has 23 or 25 hours.
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

function daysBetween(timeMs: number, nowMs: number): number {
  return dayNumber(nowMs) - dayNumber(timeMs);
}
