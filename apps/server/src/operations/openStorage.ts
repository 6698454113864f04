import type { StorageWithBackup } from '../storage/storage.ts';
import { openThreadStorage } from '../storage/threadStorage.ts';
import { operationLanes } from './operationLanes.ts';
import type { Operations } from './operations.ts';

/**
 * Opens the database in a directory, with all operations of the server.
 * @throws {StartError} when the directory cannot be used.
 */
export function openStorage(
  dataDir: string,
  onLost: (error: Error) => void,
): Promise<StorageWithBackup<Operations>> {
  const thread = new URL('./operationsThread.ts', import.meta.url);
  return openThreadStorage(thread, dataDir, operationLanes, onLost);
}
