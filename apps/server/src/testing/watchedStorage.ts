import type { ServerOptions } from '../server.ts';
import { openInProcessStorage } from './inProcessStorage.ts';

/** Runs an operation, or does not. */
type Watch = <Output>(name: string, run: () => Promise<Output>) => Promise<Output>;

/** The database of a test that watches, or refuses, its operations. */
export function watchedStorage(watch: Watch): NonNullable<ServerOptions['openStorage']> {
  return async (dataDir) => {
    const storage = await openInProcessStorage(dataDir);
    return {
      backup: (file) => storage.backup(file),
      close: () => storage.close(),
      run: (name, input) => watch(name, () => storage.run(name, input)),
    };
  };
}
