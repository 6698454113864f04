import {
  decidePlacement,
  type Actor,
  type Call,
  type CallId,
  type Live,
  type Media,
  type Result,
  type UserId,
  type Visibility,
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

/** What a callee may know about calls from a caller. */
export type VisibilityOf = (callerId: UserId, calleeId: UserId) => Visibility;

/** Places a call. The rules (oneself, repeated, conflict, re-call, glare, busy) are those of `decidePlacement`. */
export function placeCall(
  { callId, caller, to, media }: PlaceCommand,
  visibilityOf: VisibilityOf,
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
      const facts = {
        callerName: unit.nameOf(userId),
        calleeName: unit.nameOf(to),
        sameId: unit.find(callId),
        live: liveOfBoth(unit, userId, to),
        visibility: visibilityOf(userId, to),
        calleeTrustsCaller: unit.trusts(to, userId),
        takesSecondCall,
      };
      return unit.apply(decidePlacement({ callId, caller, calleeId: to, media, at }, facts, timeouts));
    },
  };
}

function liveOfBoth(unit: UnitOfWork, callerId: UserId, calleeId: UserId): Live[] {
  return [...new Set([...unit.liveOf(callerId), ...unit.liveOf(calleeId)])];
}
