import type { DeviceId, Person, UserId } from '@ringback/protocol';
import type { Tables } from './schema.ts';

/** A signed-in device and whose it is. */
export interface KnownDevice {
  readonly deviceId: DeviceId;
  readonly userId: UserId;
  readonly seenAt: number;
}

export type User = Tables['users'];

/** A user is called at first what they sign in with. */
export type NewUser = Pick<User, 'id' | 'name' | 'claimHash' | 'createdAt'>;

/** What can be asked of the database about accounts; see `Operations`. */
export interface AccountOperations {
  /** By the name they sign in with, exact but for case. */
  'users:named': { input: string; output: User | undefined };
  /** Adds a user unless the name is taken. */
  'users:add': { input: NewUser; output: void };
  /** Changes what others call a user; undefined if somebody else signs in with that name. */
  'users:rename': { input: { userId: UserId; name: string }; output: Person | undefined };
  /** Binds a name that nobody claimed yet; the first claim stays. */
  'users:claim': { input: { userId: UserId; claimHash: string }; output: void };
  'devices:add': { input: Tables['devices']; output: void };
  'devices:byToken': { input: string; output: KnownDevice | undefined };
  'devices:touch': { input: { deviceId: DeviceId; seenAt: number }; output: void };
  'devices:remove': { input: DeviceId; output: void };
  /** Removes devices that were not here since a time. */
  'devices:removeUnseen': { input: number; output: void };
}
