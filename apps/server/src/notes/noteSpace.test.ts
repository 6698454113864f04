import { randomUUID } from 'node:crypto';
import { bounds, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newNoteId } from './notes.testing.ts';
import { NoteSpace } from './noteSpace.ts';

const newUser = (): UserId => v.parse(UserId, randomUUID());
const megabyte = 1024 * 1024;

test('a user can fill a tenth of the room, and another one still has as much', () => {
  const space = new NoteSpace(1_000 * megabyte);
  const [greedy, honest] = [newUser(), newUser()];
  let stored = 0;
  while (space.grow(newNoteId(), greedy, 8 * megabyte)) stored += 8;
  expect(stored).toBe(96);
  expect(space.hasRoomFor(honest, 8 * megabyte)).toBe(true);
});

test('in a small room a user can store one video note', () => {
  const space = new NoteSpace(10 * megabyte);
  expect(space.hasRoomFor(newUser(), bounds.videoNoteBytes)).toBe(true);
  expect(new NoteSpace(megabyte).hasRoomFor(newUser(), 2 * megabyte)).toBe(false);
  expect(new NoteSpace(0).hasRoomFor(newUser(), 1)).toBe(false);
});

test('bytes count from when they are stored until they are removed', () => {
  const space = new NoteSpace(1_000);
  const [id, user] = [newNoteId(), newUser()];
  expect([space.grow(id, user, 600), space.grow(id, user, 600), space.grow(id, user, 400)]).toEqual([
    true,
    false,
    true,
  ]);
  space.set(id, user, 300);
  expect([space.sizeOf(id), space.total]).toEqual([300, 300]);
  space.remove(id);
  space.remove(id);
  expect(space.total).toBe(0);
});
