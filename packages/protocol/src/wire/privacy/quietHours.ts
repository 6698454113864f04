import * as v from 'valibot';
import { isTimeZone } from '../../call/decisions/quietHours.ts';

const TimeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time such as 22:00'));

const Weekday = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));

/** Its server decides, which may have an older list of zones than the browser. */
const TimeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'Expected a time zone'));

/** The quiet hours of a user. */
export const QuietHours = v.object({
  on: v.boolean(),
  days: v.pipe(v.array(Weekday), v.maxLength(7)),
  from: TimeOfDay,
  to: TimeOfDay,
  timeZone: TimeZone,
});
export type QuietHours = v.InferOutput<typeof QuietHours>;
