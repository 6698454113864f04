import type { CallScreen } from '@ringback/client';

/** Why no call can be placed, for beside the buttons that cannot be pressed. */
const reasons = {
  offline: 'Calls are not possible while the server cannot be reached.',
  inCall: 'You are in a call. End it to call someone else.',
} as const satisfies Record<NonNullable<CallScreen['cannotPlace']>, string>;

/** The reason in words; undefined while a call can be placed. */
export function whyNotPlace({ place, cannotPlace }: CallScreen): string | undefined {
  return place === undefined ? reasons[cannotPlace ?? 'offline'] : undefined;
}
