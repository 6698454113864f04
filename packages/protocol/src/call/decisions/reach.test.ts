import { expect, test } from 'vitest';
import {
  allowsMessage,
  changeRules,
  decideReach,
  defaultRules,
  hasNoRule,
  type PersonRules,
  type ReachFacts,
  type ReachSettings,
} from './reach.ts';

const noon = Date.parse('2026-11-30T12:00:00Z');
const openToAll: ReachSettings = {
  callsFrom: 'everyone',
  messagesFrom: 'everyone',
  strangers: 'request',
  quietHours: null,
  doNotDisturbUntil: null,
};
const aroundNoon = { on: true, days: [1], from: '11:00', to: '13:00', timeZone: 'UTC' };

interface Situation {
  readonly settings?: Partial<ReachSettings>;
  readonly rules?: Partial<PersonRules>;
  readonly isContact?: boolean;
  readonly isUrgent?: boolean;
  readonly at?: number;
}

function factsOf({ settings, rules, isContact = true }: Situation): ReachFacts {
  return { settings: { ...openToAll, ...settings }, rules: { ...defaultRules, ...rules }, isContact };
}

function reach(situation: Situation) {
  const { isUrgent = false, at = noon } = situation;
  return decideReach(factsOf(situation), { isUrgent, at });
}

const rings = { visibility: 'open', sound: true, isRequest: false };
const shown = { ...rings, sound: false };
const hidden = { visibility: 'hidden', sound: false, isRequest: false };
const stranger = { isContact: false };

test.each<[string, Situation, object]>([
  ['a contact, with everything at its default', {}, rings],
  ['a stranger rings as a request', stranger, { ...rings, isRequest: true }],
  ['a blocked contact', { rules: { blocksCalls: true } }, hidden],
  ['a blocked person who is let through', { rules: { blocksCalls: true, alwaysThrough: true } }, hidden],
  ['a person whose messages alone are blocked', { rules: { blocksMessages: true } }, rings],
  ['a contact, contacts only', { settings: { callsFrom: 'contacts' } }, rings],
  ['a stranger, contacts only', { ...stranger, settings: { callsFrom: 'contacts' } }, hidden],
  [
    'a stranger, contacts only, whom one let through',
    { ...stranger, settings: { callsFrom: 'contacts' }, rules: { alwaysThrough: true } },
    rings,
  ],
  [
    'an excepted contact, contacts except some',
    { settings: { callsFrom: 'contactsExcept' }, rules: { exceptCalls: true } },
    hidden,
  ],
  ['another contact, contacts except some', { settings: { callsFrom: 'contactsExcept' } }, rings],
  ['an exception counts for that level only', { rules: { exceptCalls: true } }, rings],
  [
    'a stranger who is put in Requests',
    { ...stranger, settings: { strangers: 'silence' } },
    { visibility: 'silenced', sound: false, isRequest: true },
  ],
  [
    'a stranger who is not let call',
    { ...stranger, settings: { strangers: 'refuse' } },
    { visibility: 'silenced', sound: false, isRequest: false },
  ],
  [
    'contacts only goes before the policy for strangers',
    { ...stranger, settings: { callsFrom: 'contacts', strangers: 'silence' } },
    hidden,
  ],
  ['a contact, strangers not let call', { settings: { strangers: 'refuse' } }, rings],
  ['a muted contact', { rules: { isMuted: true } }, shown],
  ['a muted stranger', { ...stranger, rules: { isMuted: true } }, { ...shown, isRequest: true }],
  ['quiet hours', { settings: { quietHours: aroundNoon } }, shown],
  ['after quiet hours', { settings: { quietHours: aroundNoon }, at: noon + 3_600_000 }, rings],
  [
    'someone who is always let through, in quiet hours',
    { settings: { quietHours: aroundNoon }, rules: { alwaysThrough: true } },
    rings,
  ],
  ['do not disturb', { settings: { doNotDisturbUntil: noon + 1 } }, shown],
  ['do not disturb is over', { settings: { doNotDisturbUntil: noon } }, rings],
  [
    'someone who is always let through, do not disturb',
    { settings: { doNotDisturbUntil: noon + 1 }, rules: { alwaysThrough: true } },
    rings,
  ],
  ['urgent, in quiet hours', { settings: { quietHours: aroundNoon }, isUrgent: true }, shown],
  [
    'urgent, in quiet hours, where that is allowed',
    { settings: { quietHours: aroundNoon }, rules: { allowsUrgent: true }, isUrgent: true },
    rings,
  ],
  [
    'not urgent, where urgent calls are allowed',
    { settings: { quietHours: aroundNoon }, rules: { allowsUrgent: true } },
    shown,
  ],
  [
    'urgent, muted, where urgent calls are allowed',
    { rules: { isMuted: true, allowsUrgent: true }, isUrgent: true },
    shown,
  ],
])('%s', (_, situation, expected) => {
  expect(reach(situation)).toEqual(expected);
});

test.each<[string, Situation, boolean]>([
  ['a stranger, with everything at its default', stranger, true],
  ['a person whose calls alone are blocked', { rules: { blocksCalls: true } }, true],
  ['a person whose messages are blocked', { rules: { blocksMessages: true } }, false],
  ['a stranger, contacts only', { ...stranger, settings: { messagesFrom: 'contacts' } }, false],
  ['a contact, contacts only', { settings: { messagesFrom: 'contacts' } }, true],
  [
    'an excepted contact, contacts except some',
    { settings: { messagesFrom: 'contactsExcept' }, rules: { exceptMessages: true } },
    false,
  ],
  ['contacts only for calls', { ...stranger, settings: { callsFrom: 'contacts' } }, true],
])('a message of %s', (_, situation, expected) => {
  expect(allowsMessage(factsOf(situation))).toBe(expected);
});

test('muting and letting through undo each other', () => {
  const through = changeRules(defaultRules, { alwaysThrough: true });
  expect(changeRules(through, { isMuted: true })).toEqual({ ...defaultRules, isMuted: true });
  expect(changeRules({ ...defaultRules, isMuted: true }, { alwaysThrough: true })).toEqual(through);
  expect(changeRules(through, { isMuted: false, blocksCalls: undefined })).toEqual(through);
});

test('undone rules are none', () => {
  const blocked = changeRules(defaultRules, { blocksCalls: true });
  expect(hasNoRule(blocked)).toBe(false);
  expect(hasNoRule(changeRules(blocked, { blocksCalls: false }))).toBe(true);
});
