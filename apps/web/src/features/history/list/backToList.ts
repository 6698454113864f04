import * as v from 'valibot';

/** What the browser's history keeps with the step from the list to a call's details. */
export const fromList = { from: 'calls' } as const;
const FromList = v.object({ from: v.literal(fromList.from) });

/** Whether going back leads to the list, which then stands where it stood. */
export function isFromList(): boolean {
  return v.is(FromList, history.state);
}
