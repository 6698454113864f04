import {
  DeviceKindSchema,
  type DeviceId,
  type DeviceKind,
  type Session,
  type SessionEndReason,
  type SessionId,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import type { SignOutOthers } from '../accounts/credentials/credentialSignIn.ts';
import { endCallsOf } from '../calls/callCommands.ts';
import type { Calls } from '../calls/calls.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import { sessionIdOf, type SessionDevice, type SessionOperations, type SignOutReach } from './sessionsSql.ts';

export interface SessionsDeps {
  readonly storage: Storage<SessionOperations>;
  readonly accounts: Accounts;
  readonly calls: Pick<Calls, 'submit'>;
  readonly devices: AttachedDevices;
  /** Closes the connections of devices, and takes from them what outlives a connection. */
  readonly disconnect: (devices: ReadonlySet<DeviceId>) => void;
  readonly log: Log;
  readonly now: () => number;
}

/** The browsers in which users are signed in. Signing out holds at once: on sockets, over HTTP, and for push messages. */
export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** Where a user is signed in, the browser of `asking` first, then by when they were seen. */
  async list(userId: UserId, asking?: DeviceId): Promise<Session[]> {
    const all = await this.#deps.storage.run('sessions:devices', userId);
    const bySession = Map.groupBy(all, (device) => sessionIdOf(userId, device));
    const sessions = [...bySession].map(([id, tabs]) => this.#session(id, tabs, asking));
    return sessions.toSorted(
      (a, b) =>
        Number(b.isThis) - Number(a.isThis) || b.lastSeenAt - a.lastSeenAt || a.firstSeenAt - b.firstSeenAt,
    );
  }

  #session(id: SessionId, tabs: readonly SessionDevice[], asking: DeviceId | undefined): Session {
    const { devices, now } = this.#deps;
    const latestFirst = tabs.toSorted((a, b) => b.seenAt - a.seenAt);
    const kind = latestFirst.map((tab) => readKind(tab.kind)).find((known) => known !== undefined);
    const isConnected = tabs.some((tab) => devices.get(tab.id) !== undefined);
    return {
      id,
      ...(kind !== undefined && { kind }),
      firstSeenAt: Math.min(...tabs.map(({ createdAt }) => createdAt)),
      lastSeenAt: isConnected ? now() : (latestFirst[0]?.seenAt ?? 0),
      isConnected,
      isThis: tabs.some((tab) => tab.id === asking),
    };
  }

  /**
   * Signs a user out of browsers. `by`: the device that asks; undefined if it is signed out itself. Returns how many devices
   * were signed out.
   */
  async signOut(
    userId: UserId,
    reach: SignOutReach,
    { reason = 'elsewhere', by }: { reason?: SessionEndReason | undefined; by?: DeviceId } = {},
  ): Promise<number | undefined> {
    const gone = await this.#deps.storage.run('sessions:signOut', { userId, reach, by });
    if (gone !== undefined && gone.length > 0) await this.#cut(userId, new Set(gone), reason);
    return gone?.length;
  }

  /** Their calls end first, so that the other side learns that they ended instead of waiting. */
  async #cut(userId: UserId, gone: ReadonlySet<DeviceId>, reason: SessionEndReason): Promise<void> {
    const { accounts, calls, devices, disconnect, log } = this.#deps;
    accounts.signedOut([...gone]);
    const ended = calls
      .submit(endCallsOf(userId, gone))
      .catch((err: unknown) => log.error({ err }, 'calls not ended'));
    for (const device of devices.ofUser(userId))
      if (gone.has(device.deviceId)) device.push('session:ended', { why: reason });
    disconnect(gone);
    await ended;
    log.info({ userId, devices: gone.size, reason }, 'signed out');
  }
}

/** The stored kind of a device; undefined where there is none, or one that this release does not know. */
function readKind(stored: string | null): DeviceKind | undefined {
  if (stored === null) return undefined;
  const kind = v.safeParse(DeviceKindSchema, JSON.parse(stored));
  return kind.success ? kind.output : undefined;
}

/** Who becomes an account keeps no guest's tab, not even in the same browser. */
export function signOutOthersIn({
  sessions,
  audit,
}: {
  readonly sessions: Sessions;
  readonly audit: AuditLog;
}): SignOutOthers {
  return async ({ userId, deviceId: than }, reason) => {
    if (reason === 'account') audit.record({ kind: 'becameAccount', userId });
    const kind = reason === 'account' ? 'otherTabs' : 'others';
    await sessions.signOut(userId, { kind, than }, { reason });
  };
}
