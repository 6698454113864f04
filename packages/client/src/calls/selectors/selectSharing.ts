import { mayShare } from '../reducers/sharing.ts';
import type { CallAction } from '../state/callAction.ts';
import type { CallsState, DeviceCall, Talking } from '../state/callsState.ts';
import type { CurrentCall, ShareStatus } from './callScreen.ts';

type SharingView = Pick<
  CurrentCall,
  'share' | 'remoteScreen' | 'shareScreen' | 'stopSharing' | 'chooseShareContent'
>;

/** Selects what both sides share of their screens. */
export function selectSharing(
  state: CallsState,
  currentCall: DeviceCall,
  dispatch: (action: CallAction) => void,
): SharingView {
  const { key, share, stage } = currentCall;
  return {
    share: shareStatusOf(currentCall),
    remoteScreen: stage.name === 'talking' ? shownScreen(stage) : null,
    ...(mayShare(state, currentCall) && {
      shareScreen: () => dispatch({ type: 'sharePressed', key, to: 'on' }),
    }),
    ...(share.state === 'sharing' && {
      stopSharing: () => dispatch({ type: 'sharePressed', key, to: 'off' }),
      chooseShareContent: (content) => dispatch({ type: 'shareContentPicked', key, content }),
    }),
  };
}

/** A track that carries nothing still looks live, so what the other side says decides. */
function shownScreen({ remoteInputs, remoteScreen }: Talking): MediaStream | null {
  return remoteInputs.screen === 'on' ? remoteScreen : null;
}

function shareStatusOf({ share }: DeviceCall): ShareStatus {
  switch (share.state) {
    case 'off':
    case 'choosing':
      return share;
    case 'sharing': {
      const { surface, content, stream, audio } = share;
      return { state: 'on', surface, content, stream, hasSound: audio !== null };
    }
  }
}
