import { join } from 'node:path';
import type { Note } from '@ringback/protocol';
import type { Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { Config } from '../config/config.ts';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/operations.ts';
import { Greetings } from './greetings.ts';
import { noteHandlers } from './handlers.ts';
import { NoteIntake } from './intake.ts';
import { NoteKeeping } from './keeping.ts';
import { openNoteFiles } from './noteFiles.ts';
import { noteRoutes } from './routes.ts';
import { NoteTelling } from './telling.ts';

/** What notes need of the server. */
export interface NoteDeskParts {
  readonly storage: Storage;
  readonly devices: AttachedDevices;
  readonly log: Log;
  readonly now: () => number;
  /** A note was left and told to those who are here. */
  readonly onLeft: (note: Note) => void;
}

/** All of notes: what people leave after calls that were not answered. */
export interface NoteDesk {
  readonly handlers: ReturnType<typeof noteHandlers>;
  /** What is under `/api/notes`. */
  readonly routes: (accounts: Accounts) => Router;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens the place where notes are kept, beside the database. */
export async function openNoteDesk(
  { dataDir, noteRoom }: Pick<Config, 'dataDir' | 'noteRoom'>,
  parts: NoteDeskParts,
): Promise<NoteDesk> {
  const noteBytes = await openNoteFiles(join(dataDir, 'notes'));
  const telling = new NoteTelling(parts.devices, parts.onLeft);
  const intake = new NoteIntake({ ...parts, noteBytes, telling, noteRoom });
  const greetings = new Greetings({ ...parts, noteBytes, noteRoom });
  const keeping = new NoteKeeping({ ...parts, noteBytes, telling });
  return {
    handlers: noteHandlers({ ...parts, keeping, telling }),
    routes: (accounts) => noteRoutes({ accounts, intake, keeping, greetings, now: parts.now }),
    start: () => keeping.start(),
    stop: () => keeping.stop(),
  };
}
