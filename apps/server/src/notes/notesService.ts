import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Note, NoteId, UserId } from '@ringback/protocol';
import type { Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { CallOperations } from '../calls/sql/callsSql.ts';
import type { Config } from '../config/config.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import { openNoteFiles } from './noteFiles.ts';
import { noteHandlers } from './noteHandlers.ts';
import { NoteNotifier } from './noteNotifier.ts';
import { NoteRetention } from './noteRetention.ts';
import { noteRoutes } from './noteRoutes.ts';
import type { NoteOperations } from './notesSql.ts';
import { NoteSpace } from './noteSpace.ts';
import { NoteUploads } from './noteUploads.ts';
import { VoicemailGreetings } from './voicemailGreetings.ts';

export interface NotesServiceDeps {
  readonly storage: Storage<NoteOperations & Pick<CallOperations, 'calls:byIds'>>;
  readonly devices: AttachedDevices;
  /** Whether messages of the first user reach the second. */
  readonly mayWrite: (from: UserId, to: UserId) => Promise<boolean>;
  readonly log: Log;
  readonly now: () => number;
  /** Called once a new note was pushed to the devices that are attached. */
  readonly onLeft: (note: Note) => void;
}

/** Voice and video notes, which people leave after unanswered calls, and the greetings before them. */
export interface NotesService {
  readonly handlers: ReturnType<typeof noteHandlers>;
  /** The router for `/api/notes`. */
  readonly routes: (accounts: Accounts) => Router;
  /** Deletes the bytes of greetings of people who are forgotten. */
  readonly removeFiles: (ids: readonly NoteId[]) => Promise<void>;
  /** Reads the bytes of a note or greeting. */
  readonly read: (id: NoteId) => Readable;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens the notes service, which stores the bytes of notes beside the database. */
export function openNotesService(
  { dataDir, noteRoom, proxies }: Pick<Config, 'dataDir' | 'noteRoom' | 'proxies'>,
  deps: NotesServiceDeps,
): NotesService {
  const noteFiles = openNoteFiles(join(dataDir, 'notes'));
  const notifier = new NoteNotifier(deps.devices, deps.onLeft);
  const space = new NoteSpace(noteRoom);
  const uploads = new NoteUploads({ ...deps, noteFiles, notifier, space });
  const greetings = new VoicemailGreetings({ ...deps, noteFiles, space });
  const retention = new NoteRetention({ ...deps, noteFiles, notifier, space });
  return {
    handlers: noteHandlers({ ...deps, retention, notifier }),
    routes: (accounts) =>
      noteRoutes({ accounts, uploads, retention, greetings, now: deps.now, noteRoom, proxies }),
    removeFiles: async (ids) => {
      await Promise.all(ids.map((id) => noteFiles.remove(id)));
      for (const id of ids) space.remove(id);
    },
    read: noteFiles.read,
    start: () => retention.start(),
    stop: () => retention.stop(),
  };
}
