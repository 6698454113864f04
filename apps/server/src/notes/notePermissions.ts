import { asksForNote, type Call, type UserId } from '@ringback/protocol';

/** Whether someone takes part in a call. */
export function isParty({ caller, callee }: Call, userId: UserId): boolean {
  return userId === caller.userId || userId === callee.userId;
}

/** Whether someone called in vain, and may leave a note. */
export function mayLeaveNote(call: Call, userId: UserId): boolean {
  return call.phase === 'ended' && call.caller.userId === userId && asksForNote(call.end.reason);
}
