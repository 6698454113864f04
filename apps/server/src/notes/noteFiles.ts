import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { NoteId } from '@ringback/protocol';
import * as v from 'valibot';
import { prepareDataFolder } from '../storage/dataFiles.ts';

/** How appending a part of a note ended. `received` counts all bytes of the note. */
export type Appended =
  | { readonly kind: 'appended'; readonly received: number }
  /** The part does not begin where the note ends. */
  | { readonly kind: 'wrongOffset'; readonly received: number }
  /** The note would be too long; nothing of the part was stored. */
  | { readonly kind: 'tooLong' };

/** Stores the bytes of notes, without interpreting them. */
export interface NoteFiles {
  /** How many bytes of a note are stored. */
  readonly received: (id: NoteId) => Promise<number>;
  /**
   * Appends a part to a note, up to `maxBytes` in all. If the part breaks off, this rejects, and the received bytes
   * stay.
   */
  readonly append: (
    id: NoteId,
    part: AsyncIterable<Uint8Array>,
    at: { readonly offset: number; readonly maxBytes: number },
  ) => Promise<Appended>;
  /** The first `length` bytes, or fewer if the note is shorter. */
  readonly head: (id: NoteId, length: number) => Promise<Uint8Array>;
  readonly read: (id: NoteId) => Readable;
  readonly remove: (id: NoteId) => Promise<void>;
  /** The ids of all notes of which any bytes are stored. */
  readonly all: () => Promise<NoteId[]>;
}

/** Stores notes in a directory, one file each. Their ids are UUIDs, which are safe as file names. */
export function openNoteFiles(directory: string): NoteFiles {
  prepareDataFolder(directory);
  const pathOf = (id: NoteId): string => join(directory, id);
  return {
    received: (id) => sizeOf(pathOf(id)),
    append: (id, part, { offset, maxBytes }) =>
      withFile(pathOf(id), 'a', async (file) => {
        const { size } = await file.stat();
        if (size !== offset) return { kind: 'wrongOffset', received: size };
        return write(file, part, size, maxBytes);
      }),
    head: (id, length) =>
      withFile(pathOf(id), 'r', async (file) => {
        const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, 0);
        return buffer.subarray(0, bytesRead);
      }),
    read: (id) => createReadStream(pathOf(id)),
    remove: (id) => rm(pathOf(id), { force: true }),
    all: async () => (await readdir(directory)).flatMap(toNoteIds),
  };
}

function toNoteIds(fileName: string): NoteId[] {
  const id = v.safeParse(NoteId, fileName);
  return id.success ? [id.output] : [];
}

async function write(
  file: FileHandle,
  part: AsyncIterable<Uint8Array>,
  offset: number,
  maxBytes: number,
): Promise<Appended> {
  let received = offset;
  for await (const bytes of part) {
    if (received + bytes.length > maxBytes) {
      await file.truncate(offset);
      return { kind: 'tooLong' };
    }
    await file.appendFile(bytes);
    received += bytes.length;
  }
  // Bytes that are acknowledged must survive a power failure.
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
