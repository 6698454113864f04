import type { Person } from '@ringback/protocol';
import type { Tables } from './schema.ts';

/** What is read of a user to show them to others. */
export const personColumns = ['users.id', 'users.name', 'users.handle'] as const;

/** The same of the other one in a call or a conversation, beside the columns of that. */
export const peerColumns = ['users.name as peerName', 'users.handle as peerHandle'] as const;

export type PersonRow = Pick<Tables['users'], 'id' | 'name' | 'handle'>;

export interface PeerRow {
  readonly peerId: PersonRow['id'];
  readonly peerName: PersonRow['name'];
  readonly peerHandle: PersonRow['handle'];
}

export function asPerson({ id, name, handle }: PersonRow): Person {
  return { id, name, ...(handle !== name && { handle }) };
}

export function asPeer({ peerId, peerName, peerHandle }: PeerRow): Person {
  return asPerson({ id: peerId, name: peerName, handle: peerHandle });
}

/** A user as the other one, for rows that were read without them. */
export function asPeerRow({ id, name, handle }: PersonRow): PeerRow {
  return { peerId: id, peerName: name, peerHandle: handle };
}
