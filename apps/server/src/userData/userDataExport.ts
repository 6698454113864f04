import { NoteId, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { Storage } from '../storage/storage.ts';
import {
  pagedSections,
  type ExportedRow,
  type PagedSection,
  type UserDataOperations,
} from './userDataSql.ts';

export interface UserDataExportDeps {
  readonly storage: Storage<UserDataOperations>;
  /** Reads the bytes of a note or greeting, which may be gone by then. Without it the file holds what is known of them. */
  readonly readNote?: (id: NoteId) => AsyncIterable<Uint8Array>;
  readonly now: () => number;
}

/**
 * Everything that is stored about a user, as the pieces of one JSON text; undefined for an unknown user. Nothing of it is held in
 * memory for longer than its piece.
 */
export async function exportUserData(
  deps: UserDataExportDeps,
  userId: UserId,
): Promise<AsyncGenerator<string> | undefined> {
  const facts = await deps.storage.run('userData:facts', userId);
  return facts === undefined ? undefined : pieces(deps, userId, facts);
}

async function* pieces(deps: UserDataExportDeps, userId: UserId, facts: ExportedRow): AsyncGenerator<string> {
  yield `{"exportedAt":${deps.now()}`;
  for (const [name, value] of Object.entries(facts))
    if (value !== undefined) yield `,\n${JSON.stringify(name)}:${JSON.stringify(value)}`;
  yield* greetingBytes(deps, facts['greeting']);
  for (const section of pagedSections) yield* list(deps, userId, section);
  yield '}\n';
}

async function* list(
  deps: UserDataExportDeps,
  userId: UserId,
  section: PagedSection,
): AsyncGenerator<string> {
  yield `,\n"${section}":[`;
  let from: number | undefined = 0;
  let separator = '\n';
  while (from !== undefined) {
    const page: { rows: readonly ExportedRow[]; next: number | undefined } = await deps.storage.run(
      'userData:page',
      { userId, section, from },
    );
    for (const row of page.rows) {
      yield separator + JSON.stringify(row).slice(0, -1);
      if (section === 'notes' && row['kept'] === 1) yield* bytesOf(deps, row['id'], ',"bytes":');
      yield '}';
      separator = ',\n';
    }
    from = page.next;
  }
  yield ']';
}

async function* greetingBytes(deps: UserDataExportDeps, greeting: unknown): AsyncGenerator<string> {
  if (typeof greeting !== 'object' || greeting === null || !('id' in greeting)) return;
  yield* bytesOf(deps, greeting.id, ',\n"greetingBytes":');
}

/** The bytes of a note in base64, in whole groups of three. A file that is gone meanwhile leaves what was read. */
async function* bytesOf(deps: UserDataExportDeps, id: unknown, label: string): AsyncGenerator<string> {
  const note = v.safeParse(NoteId, id);
  if (deps.readNote === undefined || !note.success) return;
  yield `${label}"`;
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of deps.readNote(note.output)) {
      const bytes = Buffer.concat([rest, chunk]);
      const whole = bytes.length - (bytes.length % 3);
      rest = Buffer.from(bytes.subarray(whole));
      if (whole > 0) yield bytes.subarray(0, whole).toString('base64');
    }
  } catch {
    rest = Buffer.alloc(0);
  }
  yield `${rest.toString('base64')}"`;
}
