import type { CallAction } from '../state/callAction.ts';
import type { DeviceCall } from '../state/callsState.ts';
import type { CurrentCall } from './callScreen.ts';

/** The answers to the other side's request for video, while there is one; a held call shows none. */
export function answeringVideoRequest(
  { key, stage, hold }: DeviceCall,
  dispatch: (action: CallAction) => void,
): Pick<CurrentCall, 'videoRequest'> {
  if (stage.name !== 'talking' || hold !== undefined || stage.videoRequest?.state !== 'open') return {};
  return {
    videoRequest: {
      turnCameraOn: () => dispatch({ type: 'cameraPressed', key, to: 'on' }),
      notNow: () => dispatch({ type: 'videoRequestDismissed', key }),
    },
  };
}
