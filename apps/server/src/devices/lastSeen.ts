import type { DeviceId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { SightingOperations } from './sightingsSql.ts';

/** Lists show minutes, so a few seconds do not matter. */
const flushMs = 10_000;
/** Devices that one statement writes; SQLite takes 32,766 parameters. */
const batchSize = 500;

export interface LastSeenDeps {
  readonly storage: Storage<SightingOperations>;
  readonly log: Log;
  readonly now: () => number;
}

/** When devices were connected last: written some seconds later, many at once, so that connecting costs no write. */
export class LastSeen {
  readonly #deps: LastSeenDeps;
  readonly #waiting = new Set<DeviceId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: LastSeenDeps) {
    this.#deps = deps;
  }

  /** A device connects or goes. */
  see(deviceId: DeviceId): void {
    this.#waiting.add(deviceId);
    this.#timer ??= setTimeout(() => void this.flush(), flushMs).unref();
  }

  /** Writes what waits. A failure costs some minutes of precision. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { storage, log, now } = this.#deps;
    const devices = [...this.#waiting];
    this.#waiting.clear();
    try {
      for (let at = 0; at < devices.length; at += batchSize)
        await storage.run('devices:seen', { devices: devices.slice(at, at + batchSize), at: now() });
    } catch (err) {
      log.warn({ err }, 'last seen not written');
    }
  }
}
