import * as v from 'valibot';
import { isTimeZone } from '../../call/decisions/quietHours.ts';
import { reachLevels, strangerPolicies } from '../../call/decisions/reach.ts';

const TimeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time such as 22:00'));

const Weekday = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));

/** Its server decides, which may have an older list of zones than the browser. */
const TimeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'Expected a time zone'));

/** A server time in ms, within what dates can express. */
const Until = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8_640_000_000_000_000));

/** The quiet hours of a user. */
export const QuietHours = v.object({
  on: v.boolean(),
  days: v.pipe(v.array(Weekday), v.maxLength(7)),
  from: TimeOfDay,
  to: TimeOfDay,
  timeZone: TimeZone,
});
export type QuietHours = v.InferOutput<typeof QuietHours>;

/** A user's settings, the same on all their devices. */
export const Settings = v.object({
  /** Never try a direct path, so that the people they talk to cannot learn their address. */
  alwaysRelay: v.boolean(),
  /** Offer to leave a note after an unanswered call. */
  missedCallPrompts: v.boolean(),
  // A server of the build before does not know these yet.
  /** Answer a second call with "busy" instead of showing it. */
  busyOnAnotherCall: v.optional(v.boolean(), false),
  /** Show the own picture while a video call rings, without a press. */
  showCameraWhileRinging: v.optional(v.boolean(), false),
  /** Single letters are keys of a call. */
  keyboardShortcuts: v.optional(v.boolean(), true),
  /** Who may call, and who may send messages and notes. */
  callsFrom: v.optional(v.picklist(reachLevels), 'everyone'),
  messagesFrom: v.optional(v.picklist(reachLevels), 'everyone'),
  /** What becomes of calls from people whom the user does not know. */
  strangers: v.optional(v.picklist(strangerPolicies), 'request'),
  /** Tell people that their messages were read. */
  readReceipts: v.optional(v.boolean(), true),
  /** Null until the user has set any. */
  quietHours: v.optional(v.nullable(QuietHours), null),
  /** Until this server time calls make no sound; null or past is off. */
  doNotDisturbUntil: v.optional(v.nullable(Until), null),
});
export type Settings = v.InferOutput<typeof Settings>;

/** The settings to change; the others stay. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** What `settings:set` accepts. */
export const settingsChange = {
  alwaysRelay: v.optional(v.boolean()),
  missedCallPrompts: v.optional(v.boolean()),
  busyOnAnotherCall: v.optional(v.boolean()),
  showCameraWhileRinging: v.optional(v.boolean()),
  keyboardShortcuts: v.optional(v.boolean()),
  callsFrom: v.optional(v.picklist(reachLevels)),
  messagesFrom: v.optional(v.picklist(reachLevels)),
  strangers: v.optional(v.picklist(strangerPolicies)),
  readReceipts: v.optional(v.boolean()),
  quietHours: v.optional(v.nullable(QuietHours)),
  doNotDisturbUntil: v.optional(v.nullable(Until)),
};

/** The settings of a user who never changed any. */
export const defaultSettings: Settings = {
  alwaysRelay: false,
  missedCallPrompts: true,
  busyOnAnotherCall: false,
  showCameraWhileRinging: false,
  keyboardShortcuts: true,
  callsFrom: 'everyone',
  messagesFrom: 'everyone',
  strangers: 'request',
  readReceipts: true,
  quietHours: null,
  doNotDisturbUntil: null,
};
