import { expect, test } from 'vitest';
import { userId } from '../testing/entries.testing.ts';
import { createFakeStorage } from '../testing/storage.ts';
import { ComposerTexts } from './composerTexts.ts';
import { grace, me } from './messages.testing.ts';

const linus = userId(3);

test('each person has a text of their own, and a reloaded page finds them', () => {
  const storage = createFakeStorage();
  const before = new ComposerTexts(storage, me);
  before.set(grace, 'Dear Grace');
  before.set(linus, 'Dear Linus');
  before.set(grace, 'Dear Grace,');
  const after = new ComposerTexts(storage, me);
  expect([after.textTo(grace), after.textTo(linus)]).toEqual(['Dear Grace,', 'Dear Linus']);
});

test('an emptied field and a sign-out leave nothing behind', () => {
  const storage = createFakeStorage();
  const texts = new ComposerTexts(storage, me);
  texts.set(grace, 'Dear Grace');
  texts.set(grace, '');
  expect(storage.get(`ringback.typed.${me}`)).toBeNull();
  expect(texts.textTo(grace)).toBe('');
  texts.set(grace, 'Dear Grace');
  texts.clear();
  expect(texts.textTo(grace)).toBe('');
});

test('another user of the same tab does not see what was typed', () => {
  const storage = createFakeStorage();
  new ComposerTexts(storage, me).set(grace, 'Dear Grace');
  expect(new ComposerTexts(storage, linus).textTo(grace)).toBe('');
});

test('with texts to more than a hundred people, the oldest is dropped', () => {
  const texts = new ComposerTexts(createFakeStorage(), me);
  for (let n = 1; n <= 101; n += 1) texts.set(userId(n), `To ${n}`);
  expect([texts.textTo(userId(1)), texts.textTo(userId(2))]).toEqual(['', 'To 2']);
});
