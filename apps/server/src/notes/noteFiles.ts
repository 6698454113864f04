import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { NoteId } from '@ringback/protocol';
import * as v from 'valibot';

/** What became of a part of a note. */
export type Appended =
  | { readonly kind: 'appended'; readonly received: number }
  /** It does not begin where the note ends. */
  | { readonly kind: 'elsewhere'; readonly received: number }
  /** It is more than there is room for; nothing of it was kept. */
  | { readonly kind: 'tooLong' };

/** Keeps the bytes of notes and knows nothing else of them. */
export interface NoteFiles {
  /** How many bytes of a note are there. */
  readonly received: (id: NoteId) => Promise<number>;
  /**
   * Adds a part where a note ends, up to `most` bytes in all. If the part breaks off, what came of it stays and this
   * rejects.
   */
  readonly append: (
    id: NoteId,
    part: AsyncIterable<Uint8Array>,
    at: { readonly offset: number; readonly most: number },
  ) => Promise<Appended>;
  /** The first bytes, as many as there are. */
  readonly head: (id: NoteId, length: number) => Promise<Uint8Array>;
  readonly read: (id: NoteId) => Readable;
  readonly remove: (id: NoteId) => Promise<void>;
  /** Of which notes there is anything. */
  readonly all: () => Promise<NoteId[]>;
}

/** Keeps notes in a directory, one file each. Ids are UUIDs, so they are safe as names of files. */
export async function openNoteFiles(directory: string): Promise<NoteFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pathOf = (id: NoteId): string => join(directory, id);
  return {
    received: (id) => sizeOf(pathOf(id)),
    append: (id, part, { offset, most }) =>
      withFile(pathOf(id), 'a', async (file) => {
        const { size } = await file.stat();
        if (size !== offset) return { kind: 'elsewhere', received: size };
        return write(file, part, size, most);
      }),
    head: (id, length) =>
      withFile(pathOf(id), 'r', async (file) => {
        const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, 0);
        return buffer.subarray(0, bytesRead);
      }),
    read: (id) => createReadStream(pathOf(id)),
    remove: (id) => rm(pathOf(id), { force: true }),
    all: async () => (await readdir(directory)).flatMap(idsIn),
  };
}

function idsIn(name: string): NoteId[] {
  const id = v.safeParse(NoteId, name);
  return id.success ? [id.output] : [];
}

async function write(
  file: FileHandle,
  part: AsyncIterable<Uint8Array>,
  offset: number,
  most: number,
): Promise<Appended> {
  let received = offset;
  for await (const bytes of part) {
    if (received + bytes.length > most) {
      await file.truncate(offset);
      return { kind: 'tooLong' };
    }
    await file.appendFile(bytes);
    received += bytes.length;
  }
  // What is said to be there survives the loss of power.
  await file.datasync();
  return { kind: 'appended', received };
}

async function withFile<Outcome>(
  path: string,
  flags: 'a' | 'r',
  act: (file: FileHandle) => Promise<Outcome>,
): Promise<Outcome> {
  const file = await open(path, flags, 0o600);
  try {
    return await act(file);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
