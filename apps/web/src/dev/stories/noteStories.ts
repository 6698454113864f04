import type { NoteDraft, NoteRecordingState, Notes, Outcome } from '@ringback/client';
import { bounds, NoteId, type Note, type Person } from '@ringback/protocol';
import * as v from 'valibot';
import { callId, grace, longName, me } from '../fixtures/people.ts';
import { fakeVideo, silence } from '../fixtures/fakeMedia.ts';
import type { GalleryStory } from './galleryStory.ts';
import type { Script } from '../fixtures/scriptedEngine.ts';

const minuteMs = 60_000;
const noon = new Date().setHours(12, 0, 0, 0);
const act = () => {};

/** Speech with pauses. */
const peaks = Array.from({ length: bounds.notePeaks }, (_, at) =>
  Math.round(Math.abs(Math.sin(at / 2.3) * Math.sin(at / 9)) * 100),
);

function noteId(number: number): NoteId {
  return v.parse(NoteId, `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`);
}

function note(number: number, from: Person, more: Partial<Note>): Note {
  return {
    id: noteId(number),
    callId: callId(number),
    from: from.id,
    to: from === me ? grace.id : me.id,
    media: 'audio',
    mime: 'audio/webm',
    durationMs: 12_300,
    peaks,
    size: 90_000,
    sentAt: noon - number * minuteMs,
    bytes: 'kept',
    ...more,
  };
}

function draft(number: number, status: NoteDraft['status']): NoteDraft {
  const about = { media: 'audio', mime: 'audio/webm', durationMs: 7_000, peaks } as const;
  return { ...about, id: noteId(number), callId: callId(number), to: grace.id, recordedAt: noon, status };
}

const notes: Partial<Notes> = {
  known: [
    note(904, me, { durationMs: 29_960, playedAt: noon }),
    note(912, me, {}),
    note(901, grace, { media: 'video', mime: 'video/webm' }),
  ],
  reach: new Map([[grace.id, { state: 'complete', from: 0 }]]),
  outbox: [
    draft(1, { state: 'sending', sent: 0.4 }),
    draft(2, { state: 'waiting', sent: 0 }),
    draft(3, {
      state: 'refused',
      message: 'Too many notes wait to be heard already. Send a message instead.',
    }),
  ],
};

function afterCall(recording: NoteRecordingState, more: Partial<Outcome> = {}): GalleryStory {
  const outcome: Outcome = {
    callId: callId(1),
    peer: grace,
    media: 'audio',
    reason: 'noAnswer',
    callAgain: act,
    close: act,
    ...more,
  };
  const script: Script = { calls: { outcome }, recording };
  return { path: '/people', script: () => script };
}

const recorded = { bytes: new Uint8Array(), mime: 'audio/webm', durationMs: 12_300, peaks } as const;

const greeting = { blob: silence(6), durationMs: 6_000, peaks };

function afterVideoCall(recording: NoteRecordingState): GalleryStory {
  return afterCall(recording, { media: 'video', peer: longName });
}

const armed = { state: 'armed', picture: null, paused: null, record: act } as const;

function afterGreeting(): GalleryStory {
  const after = afterCall(armed);
  return { ...after, script: () => ({ ...after.script(), greeting }) };
}

/** Notes, and the recording of one: press "Leave a voice note" first. */
export const noteStories: Readonly<Record<string, GalleryStory>> = {
  'notes-conversation': { path: `/people/${grace.id}`, script: () => ({ notes }) },
  'notes-calls': { path: '/calls', script: () => ({ notes }) },
  'notes-call': { path: `/calls/${callId(901)}`, script: () => ({ notes }) },
  'note-armed': afterCall(armed),
  'note-armed-video': afterVideoCall({ ...armed, picture: fakeVideo(150, [640, 480]) }),
  'note-opening': afterCall({ state: 'opening' }),
  'note-refused': afterCall({ state: 'failed', input: 'microphone', failure: 'notAllowed', record: act }),
  'note-recording': afterCall({
    state: 'recording',
    paused: null,
    sinceMs: Date.now() - 9_000,
    picture: null,
    stop: act,
  }),
  'note-recording-video': afterVideoCall({
    state: 'recording',
    paused: null,
    sinceMs: Date.now() - 9_000,
    picture: fakeVideo(150, [640, 480]),
    stop: act,
  }),
  'greeting-heard': afterGreeting(),
  'greeting-own': { path: '/settings', script: () => ({ greeting }) },
  'greeting-none': { path: '/settings', script: () => ({}) },
  'note-ready': afterCall({ state: 'ready', recorded, again: act }),
};
