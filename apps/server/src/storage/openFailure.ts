import { StartError } from '../platform/errors.ts';

/** The code for data that a newer version of Ringback has written. */
export const newerData = 'NEWER_DATA';

/** What is wrong with the data, by the driver's or system's code without its extension, such as `SQLITE_CANTOPEN`. */
const sentences: Readonly<Record<string, (dataDir: string) => string>> = {
  SQLITE_BUSY: (dataDir) =>
    `The data in ${dataDir} is in use by another server. Stop that one, or set DATA_DIR to a directory of its own.`,
  SQLITE_CANTOPEN: cannotWrite,
  SQLITE_READONLY: cannotWrite,
  EACCES: cannotWrite,
  EPERM: cannotWrite,
  EEXIST: cannotWrite,
  ENOTDIR: cannotWrite,
  EROFS: cannotWrite,
  SQLITE_FULL: diskFull,
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  SQLITE_NOTADB: damaged,
  SQLITE_CORRUPT: damaged,
  [newerData]: (dataDir) =>
    `The data in ${dataDir} was written by a newer version of Ringback. Start that version, or restore a backup from before the upgrade.`,
};

function cannotWrite(dataDir: string): string {
  return `DATA_DIR is ${dataDir}, which cannot be written. Give this user the right to write there, or set DATA_DIR to another directory.`;
}

function diskFull(dataDir: string): string {
  return `The disk with DATA_DIR (${dataDir}) is full. Free some space and start again.`;
}

function damaged(dataDir: string): string {
  return `The database in ${dataDir} is damaged or not one of Ringback. Restore a backup with npm run restore -- FILE.`;
}

/** Explains why data cannot be used, for the person who starts the server. */
export function explainOpenFailure(code: string, message: string, dataDir: string): StartError {
  const [, family = code] = /^(SQLITE_[A-Z]+)/.exec(code) ?? [];
  const sentence = sentences[family];
  return new StartError(sentence?.(dataDir) ?? `The data in ${dataDir} cannot be used: ${message}.`);
}
