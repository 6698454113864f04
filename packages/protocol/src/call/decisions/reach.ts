import type { Visibility } from '../call.ts';
import { isQuiet, type QuietHours } from './quietHours.ts';

/** Who may call or message a user. */
export const reachLevels = ['everyone', 'contacts', 'contactsExcept'] as const;
export type ReachLevel = (typeof reachLevels)[number];

/** What becomes of a call from someone the user does not know: it rings as a request, or makes only an entry. */
export const strangerPolicies = ['request', 'silence', 'refuse'] as const;
export type StrangerPolicy = (typeof strangerPolicies)[number];

/** What one user has decided about another. */
export const ruleNames = [
  'blocksCalls',
  'blocksMessages',
  'isMuted',
  'alwaysThrough',
  /** Left out of "My contacts except…", for calls and for messages. */
  'exceptCalls',
  'exceptMessages',
  /** Urgent calls of theirs ring in quiet hours. */
  'allowsUrgent',
] as const;
export type RuleName = (typeof ruleNames)[number];
export type PersonRules = { readonly [N in RuleName]: boolean };

/** The rules about everyone for whom there are none. */
export const defaultRules: PersonRules = {
  blocksCalls: false,
  blocksMessages: false,
  isMuted: false,
  alwaysThrough: false,
  exceptCalls: false,
  exceptMessages: false,
  allowsUrgent: false,
};

/** The settings of a user that decide who reaches them. */
export interface ReachSettings {
  readonly callsFrom: ReachLevel;
  readonly messagesFrom: ReachLevel;
  readonly strangers: StrangerPolicy;
  readonly quietHours: QuietHours | null;
  /** Server time in ms. */
  readonly doNotDisturbUntil: number | null;
}

/** What decides whether one user, the sender, reaches another. */
export interface ReachFacts {
  readonly settings: ReachSettings;
  /** The rules of the other about the sender. */
  readonly rules: PersonRules;
  /** Whether the sender is in the other's list, or was called or answered by them. */
  readonly isContact: boolean;
}

/** How a call reaches its callee. `sound`: devices ring and are woken up; without it they only show the call. */
export interface CallReach {
  readonly visibility: Visibility;
  readonly sound: boolean;
  /** The caller is a stranger who asks to talk: the call rings as a request, or waits among them. */
  readonly isRequest: boolean;
}

/** A rule about a person goes before a level, a level before the policy for strangers. */
export function decideReach(
  { settings, rules, isContact }: ReachFacts,
  { isUrgent, at }: { readonly isUrgent: boolean; readonly at: number },
): CallReach {
  const isKnown = isContact || rules.alwaysThrough;
  if (rules.blocksCalls || !isAllowed(settings.callsFrom, isKnown, rules.exceptCalls))
    return { visibility: 'hidden', sound: false, isRequest: false };
  if (!isKnown && settings.strangers !== 'request')
    return { visibility: 'silenced', sound: false, isRequest: settings.strangers === 'silence' };
  return { visibility: 'open', sound: hasSound(settings, rules, isUrgent, at), isRequest: !isKnown };
}

/** Whether a message reaches the other user. One that does not stays undelivered, like one to somebody offline. */
export function allowsMessage({ settings, rules, isContact }: ReachFacts): boolean {
  return !rules.blocksMessages && isAllowed(settings.messagesFrom, isContact, rules.exceptMessages);
}

function isAllowed(level: ReachLevel, isKnown: boolean, isExcepted: boolean): boolean {
  switch (level) {
    case 'everyone':
      return true;
    case 'contacts':
      return isKnown;
    case 'contactsExcept':
      return isKnown && !isExcepted;
  }
}

function hasSound(settings: ReachSettings, rules: PersonRules, isUrgent: boolean, at: number): boolean {
  if (rules.isMuted) return false;
  if (rules.alwaysThrough || (isUrgent && rules.allowsUrgent)) return true;
  const { quietHours, doNotDisturbUntil } = settings;
  const isDisturbing = doNotDisturbUntil !== null && at < doNotDisturbUntil;
  return !isDisturbing && (quietHours === null || !isQuiet(quietHours, at));
}

/** Changes rules. Muting and letting through undo each other: the later one counts. */
export function changeRules(
  rules: PersonRules,
  change: { readonly [N in RuleName]?: boolean | undefined },
): PersonRules {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const changed: PersonRules = { ...rules, ...given };
  if (change.isMuted === true) return { ...changed, alwaysThrough: false };
  return change.alwaysThrough === true ? { ...changed, isMuted: false } : changed;
}

/** Whether rules say nothing beyond the defaults. */
export function hasNoRule(rules: PersonRules): boolean {
  return ruleNames.every((name) => !rules[name]);
}
