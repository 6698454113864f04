import type { NoteId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { LastingNoteShelf, type NoteConnection } from './lastingNoteShelf.ts';
import { StoredDraft, type NoteShelf } from './noteShelf.ts';

const databaseName = 'ringback.notes';
const draftStore = 'drafts';
const bytesStore = 'bytes';
/** A page of an older release may block the database from another tab; this page then stores nothing. */
const openPatienceMs = 3_000;

const Bytes = v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

/** Opens the shelf of a user in IndexedDB, shared by all tabs of the browser profile. */
export function openBrowserNoteShelf(userId: UserId): Promise<NoteShelf> {
  return LastingNoteShelf.open(async (onLost) => connectionTo(await openDatabase(onLost), userId));
}

/** Keys begin with the user, since several people may sign in with one browser profile. */
function connectionTo(database: IDBDatabase, userId: UserId): NoteConnection {
  const keyOf = (id: NoteId): IDBValidKey => [userId, id];
  const all = IDBKeyRange.bound([userId], [userId, []]);

  function write(act: (drafts: IDBObjectStore, bytes: IDBObjectStore) => void): Promise<void> {
    const writing = database.transaction([draftStore, bytesStore], 'readwrite');
    act(writing.objectStore(draftStore), writing.objectStore(bytesStore));
    return new Promise((resolve, reject) => {
      writing.addEventListener('complete', () => resolve());
      writing.addEventListener('abort', () => reject(writing.error ?? new Error('Nothing was kept.')));
    });
  }

  return {
    drafts: async () => {
      const found = await read(database, draftStore, (store) => store.getAll(all));
      return v.is(v.array(v.unknown()), found) ? found.flatMap(readDraft) : [];
    },
    addDraft: (draft, bytes) =>
      write((drafts, contents) => {
        drafts.put(draft, keyOf(draft.offer.id));
        contents.put(bytes, keyOf(draft.offer.id));
      }),
    dropDraft: (id) => write((drafts) => drafts.delete(keyOf(id))),
    bytes: async (id) => {
      const found = v.safeParse(Bytes, await read(database, bytesStore, (store) => store.get(keyOf(id))));
      return found.success ? found.output : undefined;
    },
    store: (id, bytes) => write((_, contents) => contents.put(bytes, keyOf(id))),
    remove: (id) =>
      write((drafts, contents) => {
        drafts.delete(keyOf(id));
        contents.delete(keyOf(id));
      }),
    close: () => database.close(),
  };
}

/** Anything on this origin can write to storage, so drafts are validated. */
function readDraft(value: unknown): readonly StoredDraft[] {
  const draft = v.safeParse(StoredDraft, value);
  return draft.success ? [draft.output] : [];
}

function openDatabase(onLost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    setTimeout(() => {
      isLate = true;
      reject(new Error('The database did not open.'));
    }, openPatienceMs);
    const opening = indexedDB.open(databaseName, 1);
    opening.addEventListener('upgradeneeded', () => {
      opening.result.createObjectStore(draftStore);
      opening.result.createObjectStore(bytesStore);
    });
    opening.addEventListener('success', () => {
      const { result: database } = opening;
      if (isLate) return database.close();
      // The browser closes it by itself when site data is cleared, or the disk fails.
      database.addEventListener('close', onLost);
      // A later release must be able to upgrade the database at once.
      database.addEventListener('versionchange', () => {
        database.close();
        onLost();
      });
      resolve(database);
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('It cannot be opened.')));
  });
}

function read(
  database: IDBDatabase,
  name: string,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const asking = ask(database.transaction(name, 'readonly').objectStore(name));
  return new Promise((resolve, reject) => {
    asking.addEventListener('success', () => resolve(asking.result));
    asking.addEventListener('error', () => reject(asking.error ?? new Error('It cannot be read.')));
  });
}
