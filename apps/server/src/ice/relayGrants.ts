import { isInCall, mayAnswer, type Actor, type Call, type CallId, type DeviceId } from '@ringback/protocol';
import type { Config } from '../config/config.ts';
import { newToken } from '../platform/secrets.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { ServerClock } from '../platform/serverClock.ts';
import type { Storage } from '../storage/storage.ts';
import { TurnUsers, type TurnUsername } from './turnUsers.ts';

/** Ends what a relay holds for a device in a call. An external TURN server cannot be told, and ignores it. */
export interface RelayGroups {
  /** Allocations with this TURN user name belong to a group. */
  readonly grant: (username: TurnUsername, group: string) => void;
  /** Ends the allocations of a group and refuses more of them. */
  readonly endGroup: (group: string) => void;
}

export interface RelayGrantDeps {
  readonly users: TurnUsers;
  readonly groups: RelayGroups;
  /** How long a relay keeps forwarding after a call has ended, because one side may notice the end late. */
  readonly afterCallMs: number;
  readonly now: () => number;
  /** Calls back once, after a delay; returns a function that cancels. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/**
 * How long credentials allow new allocations: long enough to connect, and to reconnect soon after. A relayed call
 * outlives them, and a new link requests new ones.
 */
export const credentialLifetimeMs = 10 * 60_000;

/** How long a check-up may use the relay: it takes 15 s, and a person may press "Check again". */
const checkupLifetimeMs = 60_000;

/** A device that got credentials for a call. */
interface Holder {
  readonly actor: Actor;
  readonly group: string;
  /** Set once the device is no longer in the call. */
  cancelEnd: (() => void) | undefined;
}

/**
 * Ties what a relay holds to live calls:
 *
 * ```
 *   issue ──> held ──call ended, or another device answered──> ending ──afterCallMs──> ended
 *              └───────────────signed out────────────────────────┴───────────────────────┘
 * ```
 */
export class RelayGrants {
  readonly #deps: RelayGrantDeps;
  readonly #byCall = new Map<CallId, Map<DeviceId, Holder>>();
  /** What ends the relay for check-ups, for each device. */
  readonly #checkups = new Map<DeviceId, Set<() => void>>();

  constructor(deps: RelayGrantDeps) {
    this.#deps = deps;
  }

  /** Issues a TURN user name to a device in a live call. */
  issue(actor: Actor, callId: CallId): TurnUsername {
    const { users, groups, now } = this.#deps;
    const { group } = this.#holderOf(actor, callId);
    const username = users.issue(actor.userId, group, credentialLifetimeMs, now());
    groups.grant(username, group);
    return username;
  }

  /** Issues a TURN user name for a check-up; what was allocated with it ends when it does. */
  issueForCheckup({ userId, deviceId }: Actor): TurnUsername {
    const { users, groups, now, after } = this.#deps;
    const purpose = `checkup ${deviceId}`;
    const username = users.issue(userId, purpose, checkupLifetimeMs, now());
    const group = `${purpose} ${username.expiresAt}`;
    groups.grant(username, group);
    const ends = this.#checkups.get(deviceId) ?? new Set();
    this.#checkups.set(deviceId, ends);
    const end = (): void => {
      cancel();
      ends.delete(end);
      if (ends.size === 0) this.#checkups.delete(deviceId);
      groups.endGroup(group);
    };
    const cancel = after(checkupLifetimeMs, end);
    ends.add(end);
    return username;
  }

  /** Calls have changed: devices that are no longer in them lose the relay soon. */
  callsStored({ calls }: { readonly calls: readonly { readonly call: Call }[] }): void {
    for (const { call } of calls) {
      for (const holder of this.#byCall.get(call.id)?.values() ?? []) {
        if (!mayUseRelay(call, holder.actor)) this.#endLater(call.id, holder);
      }
    }
  }

  /** A device has signed out, and loses the relay at once. */
  signedOut(deviceId: DeviceId): void {
    for (const end of this.#checkups.get(deviceId) ?? []) end();
    for (const [callId, holders] of this.#byCall) {
      const holder = holders.get(deviceId);
      if (holder !== undefined) this.#end(callId, holder);
    }
  }

  #holderOf({ userId, deviceId }: Actor, callId: CallId): Holder {
    const holders = this.#byCall.get(callId) ?? new Map<DeviceId, Holder>();
    this.#byCall.set(callId, holders);
    const known = holders.get(deviceId);
    if (known !== undefined) return known;
    const holder = { actor: { userId, deviceId }, group: `${callId} ${deviceId}`, cancelEnd: undefined };
    holders.set(deviceId, holder);
    return holder;
  }

  #endLater(callId: CallId, holder: Holder): void {
    const { after, afterCallMs } = this.#deps;
    holder.cancelEnd ??= after(afterCallMs, () => this.#end(callId, holder));
  }

  #end(callId: CallId, holder: Holder): void {
    holder.cancelEnd?.();
    const holders = this.#byCall.get(callId);
    holders?.delete(holder.actor.deviceId);
    if (holders?.size === 0) this.#byCall.delete(callId);
    this.#deps.groups.endGroup(holder.group);
  }
}

interface OpenGrantsDeps {
  readonly storage: Storage<SecretOperations>;
  readonly groups: RelayGroups;
  readonly clock: ServerClock;
}

/** Opens the grants, with the key of their user names from storage. */
export async function openRelayGrants(
  { relay, relayAfterCallMs: afterCallMs }: Pick<Config, 'relay' | 'relayAfterCallMs'>,
  { storage, groups, clock: { now, wallAheadMs } }: OpenGrantsDeps,
): Promise<RelayGrants> {
  const key = await storage.run('secrets:getOrCreate', { name: 'turnUsers', fresh: newToken() });
  return new RelayGrants({
    users: new TurnUsers(key),
    groups,
    afterCallMs,
    // The relay of this server follows its time; any other one compares the expiry with its own wall clock.
    now: relay.kind === 'own' ? now : () => now() + wallAheadMs(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs).unref();
      return () => clearTimeout(timer);
    },
  });
}

function mayUseRelay(call: Call, actor: Actor): boolean {
  return call.phase !== 'ended' && (isInCall(call, actor.deviceId) || mayAnswer(call, actor));
}
