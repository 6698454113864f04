import type { Person } from '@ringback/protocol';
import type { Tables } from './schema.ts';

/** What is read of a user to show them to others. */
export const personColumns = ['users.id', 'users.name', 'users.handle', 'users.picture'] as const;

/** The same of the other one in a call or a conversation, beside the columns of that. */
export const peerColumns = [
  'users.name as peerName',
  'users.handle as peerHandle',
  'users.picture as peerPicture',
] as const;

export type PersonRow = Pick<Tables['users'], 'id' | 'name' | 'handle' | 'picture'>;

export interface PeerRow {
  readonly peerId: PersonRow['id'];
  readonly peerName: PersonRow['name'];
  readonly peerHandle: PersonRow['handle'];
  readonly peerPicture: PersonRow['picture'];
}

export function asPerson({ id, name, handle, picture }: PersonRow): Person {
  return { id, name, ...(handle !== name && { handle }), ...(picture !== null && { picture }) };
}

export function asPeer({ peerId, peerName, peerHandle, peerPicture }: PeerRow): Person {
  return asPerson({ id: peerId, name: peerName, handle: peerHandle, picture: peerPicture });
}

/** A user as the other one, for rows that were read without them. */
export function asPeerRow({ id, name, handle, picture }: PersonRow): PeerRow {
  return { peerId: id, peerName: name, peerHandle: handle, peerPicture: picture };
}
