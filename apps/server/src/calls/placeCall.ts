import {
  decidePlacement,
  decideReach,
  fail,
  type Actor,
  type Call,
  type CallId,
  type Live,
  type Media,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { ContactRules } from './callCommands.ts';
import type { Command } from './command.ts';
import type { UnitOfWork } from './unitOfWork.ts';

/** What a device asks with `call:place`. */
interface PlaceCommand {
  readonly callId: CallId;
  readonly caller: Actor;
  readonly to: UserId;
  readonly media: Media;
}

/** Places a call. The rules (oneself, repeated, conflict, re-call, glare, busy) are those of `decidePlacement`. */
export function placeCall(
  { callId, caller, to, media }: PlaceCommand,
  { timeouts, takesSecondCall }: ContactRules,
): Command<Result<Call>> {
  const { userId } = caller;
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
      const reach = decideReach(unit.reachFacts(to, userId), { isUrgent: false, at });
      const facts = {
        callerName: unit.nameOf(userId),
        calleeName: unit.nameOf(to),
        sameId: unit.find(callId),
        live: liveOfBoth(unit, userId, to),
        reach,
        isBlocking: unit.reachFacts(userId, to).rules.blocksCalls,
        calleeTrustsCaller: unit.trusts(to, userId),
        takesSecondCall,
      };
      const decision = decidePlacement({ callId, caller, calleeId: to, media, at }, facts, timeouts);
      const isBlocking = decision.kind === 'refused' && decision.verdict === 'blocking';
      return isBlocking
        ? fail('forbidden', { message: unblockFirst(facts.calleeName) })
        : unit.apply(decision);
    },
  };
}

function unblockFirst(name = 'this person'): string {
  return `You have blocked ${name}. Unblock them to call.`;
}

function liveOfBoth(unit: UnitOfWork, callerId: UserId, calleeId: UserId): Live[] {
  return [...new Set([...unit.liveOf(callerId), ...unit.liveOf(calleeId)])];
}
