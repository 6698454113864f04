import { NoteOffer, UserId, type NoteId } from '@ringback/protocol';
import * as v from 'valibot';

/** A note that waits to be sent, as it is kept over a reload. */
export const KeptDraft = v.object({
  offer: NoteOffer,
  to: UserId,
  recordedAt: v.number(),
});

/** A note that waits to be sent, as it was read back. */
export type KeptDraft = v.InferOutput<typeof KeptDraft>;

/** Where a browser profile keeps one user's notes: those that wait to be sent, and the bytes of all. */
export interface NoteShelf {
  /** Whether what is kept outlives the page. */
  readonly isLasting: boolean;
  readonly drafts: () => Promise<readonly KeptDraft[]>;
  readonly addDraft: (draft: KeptDraft, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** It waits no longer; its bytes stay. */
  readonly dropDraft: (id: NoteId) => Promise<void>;
  readonly bytes: (id: NoteId) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly keep: (id: NoteId, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly remove: (id: NoteId) => Promise<void>;
}

/** Opens the shelf of a user. Never rejects: where nothing can be kept, it lasts as long as the page. */
export type OpenNoteShelf = (userId: UserId) => Promise<NoteShelf>;

/** A shelf that lasts as long as the page. */
export function memoryNoteShelf(): NoteShelf {
  const drafts = new Map<NoteId, KeptDraft>();
  const kept = new Map<NoteId, Uint8Array<ArrayBuffer>>();
  const put = (id: NoteId, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    kept.set(id, bytes);
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
    bytes: (id) => Promise.resolve(kept.get(id)),
    keep: put,
    remove: (id) => {
      drafts.delete(id);
      kept.delete(id);
      return Promise.resolve();
    },
  };
}
