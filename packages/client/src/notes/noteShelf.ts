import { NoteOffer, UserId, type NoteId } from '@ringback/protocol';
import * as v from 'valibot';

/** Schema of an unsent note as it is stored. */
export const StoredDraft = v.object({
  offer: NoteOffer,
  to: UserId,
  recordedAt: v.number(),
});

/** An unsent note as it is stored. */
export type StoredDraft = v.InferOutput<typeof StoredDraft>;

/** One user's notes in a browser profile: unsent drafts, and the bytes of all notes. */
export interface NoteShelf {
  /** Whether its contents outlive the page. */
  readonly isLasting: boolean;
  readonly drafts: () => Promise<readonly StoredDraft[]>;
  readonly addDraft: (draft: StoredDraft, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Removes a draft that was sent; its bytes stay. */
  readonly dropDraft: (id: NoteId) => Promise<void>;
  readonly bytes: (id: NoteId) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly store: (id: NoteId, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly remove: (id: NoteId) => Promise<void>;
}

/** Opens the shelf of a user. Never rejects: without storage, the shelf lasts as long as the page. */
export type OpenNoteShelf = (userId: UserId) => Promise<NoteShelf>;

/** A shelf that lasts as long as the page. */
export function memoryNoteShelf(): NoteShelf {
  const drafts = new Map<NoteId, StoredDraft>();
  const contents = new Map<NoteId, Uint8Array<ArrayBuffer>>();
  const put = (id: NoteId, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    contents.set(id, bytes);
    return Promise.resolve();
  };
  return {
    isLasting: false,
    drafts: () => Promise.resolve([...drafts.values()]),
    addDraft: (draft, bytes) => {
      drafts.set(draft.offer.id, draft);
      return put(draft.offer.id, bytes);
    },
    dropDraft: (id) => {
      drafts.delete(id);
      return Promise.resolve();
    },
    bytes: (id) => Promise.resolve(contents.get(id)),
    store: put,
    remove: (id) => {
      drafts.delete(id);
      contents.delete(id);
      return Promise.resolve();
    },
  };
}
