/** A time of day in the locale's format: "10:42" or "10:42 AM". */
export function formatTime(timeMs: number, locale?: string): string {
  const known = timeFormats.get(locale);
  const format = known ?? new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  if (known === undefined) timeFormats.set(locale, format);
  return format.format(timeMs);
}

/** Cached by locale: creating a format takes longer than rendering the rest of a row. */
const timeFormats = new Map<string | undefined, Intl.DateTimeFormat>();

/** The day as a heading: "Today", "Yesterday", a weekday within the last week, otherwise the date. */
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

/** A time outside of lists with day headings: the time of day, preceded by the day unless it is today. */
export function formatWhen(timeMs: number, nowMs: number, locale?: string): string {
  const time = formatTime(timeMs, locale);
  return daysBetween(timeMs, nowMs) === 0 ? time : `${formatDay(timeMs, nowMs, locale)}, ${time}`;
}

/** The number of the day in this machine's time zone, counted in days. */
export function dayNumber(timeMs: number): number {
  const date = new Date(timeMs);
  // Count in UTC, where no day has 23 or 25 hours.
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

function daysBetween(timeMs: number, nowMs: number): number {
  return dayNumber(nowMs) - dayNumber(timeMs);
}

/** A date in the locale's format: "Nov 30, 2026". */
export function formatDate(timeMs: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(timeMs);
}

/** A duration of whole elapsed seconds, never negative: "0:07", "12:05", "1:02:03". */
export function formatDuration(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** A duration in words: "1 hour 2 minutes", "7 seconds". Without seconds from one hour on. */
export function spokenDuration(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = total % 60;
  const units = [
    plural(hours, 'hour'),
    plural(minutes, 'minute'),
    hours === 0 ? plural(seconds, 'second') : '',
  ];
  return units.filter((unit) => unit !== '').join(' ') || '0 seconds';
}

function plural(count: number, unit: string): string {
  if (count === 0) return '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
