import type { CallAction } from '../state/callAction.ts';
import type { CallsState, DeviceCall } from '../state/callsState.ts';
import type { CallScreen, CurrentCall, HoldState } from './callScreen.ts';

/** The button of the call that is possible now. */
export function holding(
  { key, stage, hold }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<CurrentCall, 'hold' | 'resume'> {
  if (stage.name !== 'talking') return {};
  return hold === undefined
    ? { hold: () => dispatch({ type: 'holdPressed', key, to: 'hold' }) }
    : { resume: () => dispatch({ type: 'holdPressed', key, to: 'resume' }) };
}

/** The other side says it without the server, which may be unreachable. */
export function holdStateOf({ stage, peer, hold }: DeviceCall): HoldState {
  if (stage.name !== 'talking') return 'none';
  const isMine = hold !== undefined;
  const isTheirs = stage.remoteInputs.isHeld ?? stage.call.held?.includes(peer.id) ?? false;
  if (isMine) return isTheirs ? 'both' : 'mine';
  return isTheirs ? 'theirs' : 'none';
}

/** The held call, once the server knows of both, and the way back to it. */
export function selectHeld(
  { currentCall, heldCall }: CallsState,
  { dispatch }: { readonly dispatch: (action: CallAction) => void },
): Pick<CallScreen, 'held' | 'swap'> {
  if (currentCall === null || heldCall?.stage.name !== 'talking') return { held: null };
  const { id, peer, media } = heldCall;
  const { key } = currentCall;
  const canSwap = currentCall.stage.name === 'talking';
  return {
    held: { id, peer, media },
    ...(canSwap && { swap: () => dispatch({ type: 'swapPressed', key }) }),
  };
}
