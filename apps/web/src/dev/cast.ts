import type { Known } from '@ringback/client';
import { CallId, DeviceId, UserId, type Person } from '@ringback/protocol';
import * as v from 'valibot';

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A call by its number. */
export function callId(number: number): CallId {
  return v.parse(CallId, uuid(number));
}

function person(number: number, name: string): Person {
  return { id: v.parse(UserId, uuid(number)), name };
}

export const me = person(1, 'Ada');
export const grace = person(2, 'Grace');
export const linus = person(3, 'Linus');
export const longName = person(4, 'Maximiliane von Hohenstein-Wittelsbach');

function known(who: Person): Known {
  return { ...who, met: true };
}

/** Somebody who goes by three names. */
export const aunt: Known = {
  ...known(person(9, 'Aunt Zoë')),
  theirName: 'Zoë',
  handle: 'zoe42',
  contact: { name: 'Aunt Zoë', isFavorite: false },
};

/** Everyone one knows: a favorite, and the others in the order of their names. */
export const people: readonly Known[] = [
  { ...known(linus), contact: { isFavorite: true } },
  known(person(5, 'Alan')),
  aunt,
  known(person(6, 'Barbara')),
  known(person(7, 'Edsger W. D.')),
  known(grace),
  known(person(8, '李小龍')),
  known(longName),
];

export const myDevice = v.parse(DeviceId, uuid(100));
export const otherDevice = v.parse(DeviceId, uuid(101));
