import type { DeviceId, Person, PictureId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { AccountTable } from './accountTable.ts';
import type { OperationHandlers } from './operations.ts';
import { PictureTable } from './pictureTable.ts';
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

/** A picture as it came; the bytes in base64. */
export type StoredPicture = Pick<Tables['pictures'], 'type' | 'bytes'>;

/** What can be asked of the database about accounts; see `Operations`. */
export interface AccountOperations {
  /** By the name they sign in with, exact but for case. */
  'users:named': { input: string; output: User | undefined };
  /** By what others call them, among those of one browser profile; undefined where there is none, or several. */
  'users:calledSo': { input: { name: string; claimHash: string }; output: User | undefined };
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
  /** Keeps a picture in place of the one that its user had. */
  'pictures:keep': { input: Tables['pictures']; output: Person };
  'pictures:remove': { input: UserId; output: Person };
  'pictures:byId': { input: PictureId; output: StoredPicture | undefined };
}

/** Carries out the operations on accounts. */
export function accountOperations(db: Kysely<Tables>): Pick<OperationHandlers, keyof AccountOperations> {
  const accounts = new AccountTable(db);
  const pictures = new PictureTable(db);
  return {
    'users:named': (name) => accounts.userNamed(name),
    'users:calledSo': ({ name, claimHash }) => accounts.userCalledSo(name, claimHash),
    'users:add': (user) => accounts.addUser(user),
    'users:rename': ({ userId, name }) => accounts.rename(userId, name),
    'users:claim': ({ userId, claimHash }) => accounts.claimName(userId, claimHash),
    'devices:add': (device) => accounts.addDevice(device),
    'devices:byToken': (tokenHash) => accounts.deviceOf(tokenHash),
    'devices:touch': ({ deviceId, seenAt }) => accounts.touch(deviceId, seenAt),
    'devices:remove': (deviceId) => accounts.removeDevice(deviceId),
    'devices:removeUnseen': (seenAt) => accounts.removeUnseenSince(seenAt),
    'pictures:keep': (picture) => pictures.keep(picture),
    'pictures:remove': (userId) => pictures.remove(userId),
    'pictures:byId': (id) => pictures.byId(id),
  };
}
