import type { QuietHours } from '@ringback/protocol';

/** A day of the week; 1 is Monday, 7 is Sunday. */
interface Weekday {
  readonly day: number;
  readonly short: string;
  readonly long: string;
}

/** The days in the order and with the names of the locale. */
export function weekdays(locale?: string): readonly Weekday[] {
  const first = firstDayOf(locale ?? navigator.language);
  return Array.from({ length: 7 }, (_, index) => {
    const day = ((first - 1 + index) % 7) + 1;
    return { day, short: nameOf(day, 'short', locale), long: nameOf(day, 'long', locale) };
  });
}

function nameOf(day: number, weekday: 'short' | 'long', locale: string | undefined): string {
  // January 1, 2024 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

/** Some browsers have the week as a property, and Firefox had neither for long: Monday then. */
function firstDayOf(language: string): number {
  const locale: Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } } =
    new Intl.Locale(language);
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** The time zone of this machine. */
export function hereZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the quiet hours are when they are switched on for the first time. */
export function firstHours(): QuietHours {
  return { on: false, days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00', timeZone: hereZone() };
}
