import * as v from 'valibot';
import type { EndReason, Media } from '../call/call.ts';
import { CallId, NoteId, UserId } from '../common/ids.ts';
import { bounds } from './base/limits.ts';
import { Count, MediaKind, Time } from './base/values.ts';

const unanswered: readonly EndReason[] = ['noAnswer', 'unreachable', 'busy', 'declined'];

/** Whether the caller may leave a note after a call that ended this way. */
export function allowsNote(reason: EndReason): boolean {
  return unanswered.includes(reason);
}

/** The formats that browsers record, without their codecs: the server never looks inside. */
export const noteMimes = {
  audio: ['audio/webm', 'audio/mp4', 'audio/ogg'],
  video: ['video/webm', 'video/mp4'],
} as const satisfies Record<Media, readonly string[]>;

export const NoteMime = v.picklist(
  [...noteMimes.audio, ...noteMimes.video],
  'Recordings of this kind are not taken. Send a message instead.',
);
export type NoteMime = v.InferOutput<typeof NoteMime>;

/** The largest note of a kind, in bytes. */
export function maxNoteBytes(media: Media): number {
  return media === 'video' ? bounds.videoNoteBytes : bounds.voiceNoteBytes;
}

/** How long it takes to play, in ms. */
const NoteDuration = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.noteMs));
/** Loudness from beginning to end, each from 0 to 100. */
const Peaks = v.pipe(v.array(v.pipe(Count, v.maxValue(100))), v.maxLength(bounds.notePeaks));

const about = {
  id: NoteId,
  callId: CallId,
  media: MediaKind,
  mime: NoteMime,
  durationMs: NoteDuration,
  peaks: Peaks,
};

/**
 * `POST /api/notes`: announces a note before its bytes. Repeating it changes nothing and returns how many bytes have
 * arrived. `size` is the number of bytes to come.
 */
export const NoteOffer = v.pipe(
  v.strictObject({ ...about, size: v.pipe(Count, v.minValue(1)) }),
  v.check(({ media, mime }) => mime.startsWith(`${media}/`), 'That is another kind of note.'),
);
export type NoteOffer = v.InferOutput<typeof NoteOffer>;

/** A note that was left after a call, as its two people see it. A call has at most one. */
export const Note = v.object({
  ...about,
  from: UserId,
  to: UserId,
  size: Count,
  /** When the server had received all of it. */
  sentAt: Time,
  /** When the recipient first played it; absent until then. */
  playedAt: v.optional(Time),
  /** Whether the server still has the bytes; `gone` once they were delivered or expired. */
  bytes: v.picklist(['kept', 'gone']),
});
export type Note = v.InferOutput<typeof Note>;

/**
 * The answer to an offer and to each part of the bytes (`PATCH /api/notes/:id` with the header `Upload-Offset`).
 * `received`: how many bytes are stored, which is where the next part begins. `note`: present once it is complete.
 */
export const NoteUpload = v.object({ received: Count, note: v.optional(Note) });
export type NoteUpload = v.InferOutput<typeof NoteUpload>;

/**
 * A recording that callers hear when their call was not answered. `GET` and `PUT /api/notes/greeting` are for the user's
 * own; `GET /api/notes/greeting/:callId` gives the caller that of the callee who did not answer.
 */
export const Greeting = v.strictObject({
  mime: v.picklist(noteMimes.audio, 'That cannot be a greeting.'),
  durationMs: NoteDuration,
  peaks: Peaks,
  /** The recording in its envelope, in base64. */
  envelope: v.pipe(v.string(), v.maxLength(base64Length(bounds.voiceNoteBytes)), v.base64()),
});
export type Greeting = v.InferOutput<typeof Greeting>;

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** A greeting, if the user has recorded one. */
export const MaybeGreeting = v.object({ greeting: v.optional(Greeting) });
export type MaybeGreeting = v.InferOutput<typeof MaybeGreeting>;
