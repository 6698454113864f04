import * as v from 'valibot';
import { bounds } from './limits.ts';
import { Note, noteMimes } from './note.ts';

/** Characters of so many bytes in base64. */
const mostCharacters = 4 * Math.ceil(bounds.voiceNoteBytes / 3);

/**
 * What a person says to those whose calls they did not answer. `GET` and `PUT /api/notes/greeting` are about one's own;
 * `GET /api/notes/greeting/:callId` gives a caller that of the one who did not answer.
 */
export const Greeting = v.strictObject({
  mime: v.picklist(noteMimes.audio, 'That cannot be a greeting.'),
  durationMs: Note.entries.durationMs,
  peaks: Note.entries.peaks,
  /** The recording in its envelope, in base64. */
  envelope: v.pipe(v.string(), v.maxLength(mostCharacters), v.base64()),
});
export type Greeting = v.InferOutput<typeof Greeting>;

/** A greeting, if there is one. */
export const MaybeGreeting = v.object({ greeting: v.optional(Greeting) });
export type MaybeGreeting = v.InferOutput<typeof MaybeGreeting>;
