import {
  fail,
  ok,
  type Note,
  type NoteId,
  type NoteOffer,
  type NoteUpload,
  type Result,
} from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks } from '../testing/storage.ts';
import { expect, test } from 'vitest';
import { me } from '../messages/messages.testing.ts';
import { NoteOutbox } from './noteOutbox.ts';
import type { NoteDraft } from './notes.ts';
import { draftOf, noteAt, noteId } from './notes.testing.ts';
import { memoryNoteShelf, type NoteShelf } from './noteShelf.ts';

const size = 100_000;

/** A server that accepts notes; a test can replace its next answers. */
class FakeIntake {
  readonly came = new Map<NoteId, number[]>();
  readonly offers: NoteOffer[] = [];
  /** What the next requests are answered with instead; `lost`: the request is carried out, and its answer is lost. */
  readonly #instead: (Result<never> | 'lost' | undefined)[] = [];

  /** Replaces a later answer, after this many regular ones. */
  breakOff(after: number, how: Result<never> | 'lost'): void {
    this.#instead.push(...Array.from({ length: after }, () => undefined), how);
  }

  readonly offer = (offer: NoteOffer): Promise<Result<NoteUpload>> => {
    this.offers.push(offer);
    return this.#answer(offer.id, offer.size, () => {});
  };

  readonly part = (id: NoteId, bytes: Uint8Array, offset: number): Promise<Result<NoteUpload>> => {
    if (this.#received(id).length !== offset) return Promise.resolve(fail('conflict'));
    return this.#answer(id, size, () => this.came.set(id, [...this.#received(id), ...bytes]));
  };

  readonly fetch = (): Promise<Result<never>> => Promise.resolve(fail('notFound'));

  #received(id: NoteId): readonly number[] {
    return this.came.get(id) ?? [];
  }

  #answer(id: NoteId, whole: number, take: () => void): Promise<Result<NoteUpload>> {
    const instead = this.#instead.shift();
    if (instead === undefined || instead === 'lost') take();
    if (instead !== undefined) return Promise.resolve(instead === 'lost' ? fail('offline') : instead);
    const received = this.#received(id).length;
    const note = received === whole ? { note: noteAt(1, me, { id }) } : {};
    return Promise.resolve(ok({ received, ...note }));
  }
}

function outboxFixture(
  intake = new FakeIntake(),
  shelf: NoteShelf = memoryNoteShelf(),
  locks = createFakeLocks(),
) {
  const clock = createFakeClock();
  const seen: NoteDraft[] = [];
  let drafts: readonly NoteDraft[] = [];
  const sent: Note[] = [];
  const outbox = new NoteOutbox({
    shelf,
    transfer: intake,
    clock,
    random: createSeededRandom(1),
    locks,
    onChange: (now) => {
      drafts = now;
      seen.push(...now);
    },
    onSent: (note) => sent.push(note),
  });
  const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
  return {
    intake,
    shelf,
    locks,
    clock,
    outbox,
    sent,
    bytes,
    seen,
    states: () => drafts.map(({ status }) => status.state),
    record: (n: number) => outbox.add(draftOf(n, size), bytes),
  };
}

test("a note is sent in parts, its progress is reported, and its bytes stay as the sender's copy", async () => {
  const box = outboxFixture();
  box.outbox.online();
  await box.record(1);
  await expect.poll(box.states).toEqual([]);
  expect(box.intake.came.get(noteId(1))).toEqual([...box.bytes]);
  expect(box.sent).toMatchObject([{ id: noteId(1) }]);
  const progress = box.seen.flatMap(({ status }) => (status.state === 'sending' ? [status.sent] : []));
  expect(new Set(progress).size).toBeGreaterThan(3);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(await box.shelf.bytes(noteId(1))).toEqual(box.bytes);
  expect(await box.shelf.drafts()).toEqual([]);
});

test.each([
  ['the answer to a part gets lost', 'lost' as const],
  ['a part gets lost', fail('offline')],
])('%s during an upload: it continues from what the server has', async (_, breaking) => {
  const box = outboxFixture();
  box.outbox.online();
  box.intake.breakOff(2, breaking);
  await box.record(1);
  await expect.poll(box.states).toEqual(['waiting']);
  expect(box.intake.came.get(noteId(1))?.length).toBeGreaterThan(0);
  box.clock.advance(5_000);
  await expect.poll(box.states).toEqual([]);
  expect(box.intake.came.get(noteId(1))).toEqual([...box.bytes]);
});

test('recorded offline, and the page is reloaded: the note is sent afterwards', async () => {
  const first = outboxFixture();
  await first.record(1);
  expect(first.states()).toEqual(['waiting']);
  first.outbox.close();
  const second = outboxFixture(first.intake, first.shelf);
  await second.outbox.restore();
  expect(second.states()).toEqual(['waiting']);
  second.outbox.online();
  await expect.poll(second.states).toEqual([]);
  expect(second.sent).toHaveLength(1);
});

test('a refused note shows why and lets the next one pass; it can be retried or discarded', async () => {
  const box = outboxFixture();
  box.intake.breakOff(0, fail('forbidden', { message: 'Too many notes wait.' }));
  box.outbox.online();
  await box.record(1);
  await box.record(2);
  await expect.poll(box.states).toEqual(['refused']);
  expect(box.seen.at(-1)?.status).toEqual({ state: 'refused', message: 'Too many notes wait.' });
  box.intake.breakOff(0, fail('forbidden'));
  box.outbox.sendAgain(noteId(1));
  await expect.poll(() => box.intake.offers).toHaveLength(3);
  await expect.poll(box.states).toEqual(['refused']);
  await box.outbox.discard(noteId(1));
  expect(box.states()).toEqual([]);
  expect(await box.shelf.bytes(noteId(1))).toBeUndefined();
});

test('two tabs have the same draft: it is sent once, and disappears from both', async () => {
  const first = outboxFixture();
  await first.record(1);
  const second = outboxFixture(first.intake, first.shelf, first.locks);
  await second.outbox.restore();
  first.outbox.online();
  second.outbox.online();
  await expect.poll(first.states).toEqual([]);
  second.clock.advance(5_000);
  await expect.poll(second.states).toEqual([]);
  expect(first.sent.length + second.sent.length).toBe(1);
  expect(first.intake.offers).toHaveLength(1);
});

test('a browser without storage left: the note is sent all the same, and can be played until then', async () => {
  const full = { ...memoryNoteShelf(), addDraft: () => Promise.reject(new Error('QuotaExceededError')) };
  const box = outboxFixture(new FakeIntake(), full);
  await box.record(1);
  expect(box.outbox.unstoredBytes(noteId(1))).toEqual(box.bytes);
  box.outbox.online();
  await expect.poll(box.states).toEqual([]);
  expect(box.sent).toHaveLength(1);
  expect(box.intake.came.get(noteId(1))).toEqual([...box.bytes]);
  expect(box.outbox.unstoredBytes(noteId(1))).toBeUndefined();
});

test('a shelf that fails to read is tried again, and its lock is released meanwhile', async () => {
  const shelf = memoryNoteShelf();
  let isBroken = true;
  const drafts = () => (isBroken ? Promise.reject(new Error('The database is closing.')) : shelf.drafts());
  const box = outboxFixture(new FakeIntake(), { ...shelf, drafts });
  box.outbox.online();
  await box.record(1);
  await expect.poll(box.states).toEqual(['waiting']);
  const release = await box.locks.take(`ringback.note.${noteId(1)}`);
  expect(release).toBeDefined();
  release?.();
  isBroken = false;
  box.clock.advance(60_000);
  await expect.poll(box.states).toEqual([]);
  expect(box.sent).toHaveLength(1);
});
