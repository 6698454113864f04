import * as v from 'valibot';

/** What a user has set, the same on all their devices. */
export const Settings = v.object({
  /** No direct path is ever tried, so that nobody one talks to learns one's address. */
  alwaysRelay: v.boolean(),
  /** After a call that was not answered it is asked whether to leave a note. */
  missedCallPrompts: v.boolean(),
});
export type Settings = v.InferOutput<typeof Settings>;

/** Some settings, to be changed; the others stay. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** What holds for a user who never set anything. */
export const defaultSettings: Settings = { alwaysRelay: false, missedCallPrompts: true };
