import * as v from 'valibot';
import type { EndReason, Media } from '../call/call.ts';
import { MediaKind, Time } from './wireCall.ts';
import { CallId, NoteId, UserId } from '../common/ids.ts';
import { bounds } from './limits.ts';

/** After which endings the caller may leave a note. */
const notedReasons: readonly EndReason[] = ['noAnswer', 'unreachable', 'busy', 'declined'];

/** Whether a call that ended so asks for a note. */
export function asksForNote(reason: EndReason): boolean {
  return notedReasons.includes(reason);
}

/** What browsers record into, without their codecs: the server never looks inside. */
export const noteMimes = {
  audio: ['audio/webm', 'audio/mp4', 'audio/ogg'],
  video: ['video/webm', 'video/mp4'],
} as const satisfies Record<Media, readonly string[]>;

export const NoteMime = v.picklist(
  [...noteMimes.audio, ...noteMimes.video],
  'Recordings of this kind are not taken. Send a message instead.',
);
export type NoteMime = v.InferOutput<typeof NoteMime>;

/** How many bytes a note may have. */
export function mostNoteBytes(media: Media): number {
  return media === 'video' ? bounds.videoNoteBytes : bounds.voiceNoteBytes;
}

/** How long it takes to play, in ms. */
const NoteDuration = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(bounds.noteMs));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** How loud it is from its beginning to its end, each from 0 to 100. */
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
 * `POST /api/notes`: what is to be sent, ahead of its bytes. Made again it changes nothing and tells how far the bytes
 * have come. `size`: in bytes, as they are sent.
 */
export const NoteOffer = v.pipe(
  v.strictObject({ ...about, size: v.pipe(Count, v.minValue(1)) }),
  v.check(({ media, mime }) => mime.startsWith(`${media}/`), 'That is another kind of note.'),
);
export type NoteOffer = v.InferOutput<typeof NoteOffer>;

/** A note that was left after a call, as its two people see it. A call has one at most. */
export const Note = v.object({
  ...about,
  from: UserId,
  to: UserId,
  size: Count,
  /** When all of it was with the server. */
  sentAt: Time,
  /** When the other one first played it; absent until then. */
  playedAt: v.optional(Time),
  /** Whether the server still has the bytes; `gone` once they were delivered, or too old. */
  bytes: v.picklist(['kept', 'gone']),
});
export type Note = v.InferOutput<typeof Note>;

/**
 * The answer to an offer and to each part of the bytes (`PATCH /api/notes/:id` with the header `Upload-Offset`).
 * `received`: so many bytes are with the server for good; the next part begins there. `note`: it is complete.
 */
export const NoteUpload = v.object({ received: Count, note: v.optional(Note) });
export type NoteUpload = v.InferOutput<typeof NoteUpload>;
