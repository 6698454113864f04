import * as v from 'valibot';
import { bounds } from './limits.ts';

/** An address, or what looks like one: a stranger could send people anywhere. */
const link = /:\/\/|\bwww\.|\b[\p{L}\d-]+\.[\p{L}]{2,}\b/iu;

/** What a call is about, in the caller's words: one short line without links. Its messages are shown to people. */
export const CallReason = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'Say what it is about.'),
  v.maxLength(bounds.reasonLength, `At most ${bounds.reasonLength} characters.`),
  v.regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'Use letters, numbers and signs only.'),
  v.check((reason) => !link.test(reason), "Links aren't allowed here."),
);
