import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LastingNoteShelf, type NoteConnection } from './lastingNoteShelf.ts';
import { draftOf } from './notes.testing.ts';
import { memoryNoteShelf, type NoteShelf } from './noteShelf.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bytes = Uint8Array.of(1, 2, 3);

/** A browser's database of notes, which a test clears, closes and breaks. */
class FakeDatabase {
  /** What opening does from now on. */
  opening: 'works' | 'fails' = 'works';
  operations: 'work' | 'fail' | 'hang' | 'are full' = 'work';
  stored: NoteShelf = memoryNoteShelf();
  opened = 0;
  #lose: () => void = () => {};

  readonly connect = (onLost: () => void): Promise<NoteConnection> => {
    if (this.opening === 'fails') return Promise.reject(new DOMException('Blocked.', 'UnknownError'));
    this.opened += 1;
    const mine = this.opened;
    this.#lose = onLost;
    const guard = <Value>(act: () => Promise<Value>): Promise<Value> => {
      if (mine !== this.opened) return Promise.reject(new DOMException('Closed.', 'InvalidStateError'));
      return this.#answer(act);
    };
    return Promise.resolve({
      drafts: () => guard(() => this.stored.drafts()),
      addDraft: (draft, content) => guard(() => this.stored.addDraft(draft, content)),
      dropDraft: (id) => guard(() => this.stored.dropDraft(id)),
      bytes: (id) => guard(() => this.stored.bytes(id)),
      store: (id, content) => guard(() => this.stored.store(id, content)),
      remove: (id) => guard(() => this.stored.remove(id)),
      close: () => {},
    });
  };

  /** The user clears site data: what is stored is gone, and so is the connection. */
  clear(): void {
    this.stored = memoryNoteShelf();
    this.opened += 1;
    this.#lose();
  }

  #answer<Value>(act: () => Promise<Value>): Promise<Value> {
    switch (this.operations) {
      case 'work':
        return act();
      case 'fail':
        return Promise.reject(new DOMException('Broken.', 'UnknownError'));
      case 'hang':
        return new Promise(() => {});
      case 'are full':
        return Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
    }
  }
}

async function openShelf(database = new FakeDatabase()) {
  return { database, shelf: await LastingNoteShelf.open(database.connect) };
}

const draft = draftOf(1, bytes.length);
const { id } = draft.offer;

async function ids(shelf: Pick<NoteShelf, 'drafts'>): Promise<readonly string[]> {
  return (await shelf.drafts()).map(({ offer }) => offer.id);
}

describe('a note that waits to be sent', () => {
  test('site data is cleared: it is stored once more at once', async () => {
    const { database, shelf } = await openShelf();
    await shelf.addDraft(draft, bytes);
    database.clear();
    await vi.advanceTimersByTimeAsync(0);
    expect(await ids(database.stored)).toEqual([id]);
    expect(await shelf.bytes(id)).toEqual(bytes);
    expect(shelf.isLasting).toBe(true);
  });

  test('a later release takes the database over: memory keeps it for this page', async () => {
    const { database, shelf } = await openShelf();
    await shelf.addDraft(draft, bytes);
    database.opening = 'fails';
    database.clear();
    await vi.advanceTimersByTimeAsync(0);
    expect(await ids(shelf)).toEqual([id]);
    expect(await shelf.bytes(id)).toEqual(bytes);
    expect(shelf.isLasting).toBe(false);
  });

  test('it was sent before site data is cleared: it is not stored again', async () => {
    const { database, shelf } = await openShelf();
    await shelf.addDraft(draft, bytes);
    await shelf.dropDraft(id);
    database.clear();
    expect(await ids(shelf)).toEqual([]);
  });

  test('the connection was closed without a word: the next note connects again', async () => {
    const { database, shelf } = await openShelf();
    database.opened += 1;
    await shelf.addDraft(draft, bytes);
    expect(await ids(database.stored)).toEqual([id]);
    expect(shelf.isLasting).toBe(true);
  });
});

describe('a database that', () => {
  test('cannot be opened: notes last as long as the page', async () => {
    const database = new FakeDatabase();
    database.opening = 'fails';
    const { shelf } = await openShelf(database);
    await shelf.addDraft(draft, bytes);
    expect(await ids(shelf)).toEqual([id]);
    expect(shelf.isLasting).toBe(false);
  });

  test('fails each time: memory takes over', async () => {
    const { database, shelf } = await openShelf();
    database.operations = 'fail';
    await shelf.addDraft(draft, bytes);
    expect(await ids(shelf)).toEqual([id]);
  });

  test('hangs: memory takes over after some seconds', async () => {
    const { database, shelf } = await openShelf();
    database.operations = 'hang';
    const adding = shelf.addDraft(draft, bytes);
    await vi.advanceTimersByTimeAsync(5_000);
    await adding;
    expect(await shelf.bytes(id)).toEqual(bytes);
  });

  test('is full: what it holds stays readable, and the sender keeps the note', async () => {
    const { database, shelf } = await openShelf();
    await shelf.addDraft(draftOf(2, bytes.length), bytes);
    database.operations = 'are full';
    await expect(shelf.addDraft(draft, bytes)).rejects.toThrow('Full');
    database.operations = 'work';
    expect(await ids(shelf)).toEqual([draftOf(2, bytes.length).offer.id]);
    expect(shelf.isLasting).toBe(true);
  });
});
