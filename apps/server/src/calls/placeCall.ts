import {
  decidePlacement,
  decideReach,
  fail,
  type Actor,
  type Call,
  type CallAbout,
  type CallId,
  type Live,
  type Media,
  type PersonAccount,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { ContactRules } from './callCommands.ts';
import type { Command } from './command.ts';
import type { Nuisance } from './nuisance.ts';
import type { UnitOfWork } from './unitOfWork.ts';
import type { UrgentCalls } from './urgentCalls.ts';

/** What a device asks with `call:place`. */
interface PlaceCommand {
  readonly callId: CallId;
  readonly caller: Actor;
  readonly to: UserId;
  readonly media: Media;
  readonly reason?: string | undefined;
  readonly isUrgent?: boolean | undefined;
}

/** Places a call. The rules (oneself, repeated, conflict, re-call, glare, busy) are those of `decidePlacement`. */
export function placeCall(
  { callId, caller, to, media, reason, isUrgent = false }: PlaceCommand,
  rules: PlaceRules,
): Command<Result<Call>> {
  const { userId } = caller;
  const { timeouts, takesSecondCall, nuisance, urgent } = rules;
  return {
    reads: {
      fresh: [callId],
      liveOf: [userId, to],
      names: [userId, to],
      acquainted: [
        [userId, to],
        [to, userId],
      ],
    },
    decide(unit, at) {
      const calleesView = unit.reachFacts(to, userId);
      const reach = decideReach(calleesView, { isUrgent, at });
      const sameId = unit.find(callId);
      const isStranger = !calleesView.isContact;
      if (sameId === undefined) {
        const slowed = isStranger ? nuisance.refusal(userId, to, at) : undefined;
        const refused = (isUrgent ? urgentRefusal(unit, { userId, to, at }, rules) : undefined) ?? slowed;
        if (refused !== undefined) return refused;
      }
      const facts = {
        callerName: unit.nameOf(userId),
        calleeName: unit.nameOf(to),
        sameId,
        live: liveOfBoth(unit, userId, to),
        reach,
        isBlocking: unit.reachFacts(userId, to).rules.blocksCalls,
        calleeTrustsCaller: unit.trusts(to, userId),
        takesSecondCall,
      };
      const about = aboutOf({
        reason,
        isUrgent,
        account: reach.isRequest ? unit.accountOf(userId) : undefined,
        attempts: isStranger ? nuisance.attempts(userId, to, at) : 0,
      });
      const request = { callId, caller, calleeId: to, media, about, at };
      const decision = decidePlacement(request, facts, timeouts);
      // What is refused or asked again is no urgent call.
      if (isUrgent && sameId === undefined && decision.kind === 'decided') urgent.add(userId, to, at);
      const isBlocking = decision.kind === 'refused' && decision.verdict === 'blocking';
      return isBlocking
        ? fail('forbidden', { message: unblockFirst(facts.calleeName) })
        : unit.apply(decision);
    },
  };
}

/** What placing needs to know beside the database. */
export interface PlaceRules extends ContactRules {
  readonly nuisance: Nuisance;
  readonly urgent: UrgentCalls;
}

const urgentForContacts = 'Only calls to your contacts can be urgent.';
const noMoreUrgent = 'You have called them urgently three times today. Call without "Urgent".';

/** After so many calls that were not taken, the callee is told how many there were. */
const tellingAttempts = 3;

function aboutOf({
  reason,
  isUrgent,
  account,
  attempts,
}: {
  readonly reason: string | undefined;
  readonly isUrgent: boolean;
  readonly account: PersonAccount | undefined;
  readonly attempts: number;
}): CallAbout | undefined {
  const about = {
    ...(reason !== undefined && { reason }),
    ...(isUrgent && { isUrgent }),
    ...(attempts >= tellingAttempts && { attempts: attempts + 1 }),
    ...account,
  };
  return Object.keys(about).length === 0 ? undefined : about;
}

function urgentRefusal(
  unit: UnitOfWork,
  { userId, to, at }: { readonly userId: UserId; readonly to: UserId; readonly at: number },
  { urgent }: PlaceRules,
): Result<never> | undefined {
  if (!unit.reachFacts(userId, to).isContact) return fail('forbidden', { message: urgentForContacts });
  const retryAfterMs = urgent.waitMs(userId, to, at);
  return retryAfterMs === 0 ? undefined : fail('tooMany', { retryAfterMs, message: noMoreUrgent });
}

function unblockFirst(name = 'this person'): string {
  return `You have blocked ${name}. Unblock them to call.`;
}

function liveOfBoth(unit: UnitOfWork, callerId: UserId, calleeId: UserId): Live[] {
  return [...new Set([...unit.liveOf(callerId), ...unit.liveOf(calleeId)])];
}
