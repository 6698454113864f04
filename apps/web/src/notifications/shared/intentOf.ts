import type { Intent } from './kept.ts';
import { actions, type Notice } from './notice.ts';

/** What a press on a notice means. `pressed` names the action; anything else is the notice itself. */
export function intentOf(notice: Notice, pressed: string): Intent {
  const action = actions.find((name) => name === pressed);
  switch (notice.kind) {
    case 'incoming':
    case 'notDeclined':
      if (action === 'accept' || action === 'decline') return { kind: action, callId: notice.callId };
      return { kind: 'go', path: `/calls/${notice.callId}` };
    case 'missed':
      if (action === 'callBack') return { kind: 'callBack', peer: notice.peer, media: notice.media };
      return { kind: 'go', path: `/people/${notice.peer.id}` };
    case 'over':
      return { kind: 'go', path: `/calls/${notice.callId}` };
    case 'messages':
      return { kind: 'go', path: `/people/${notice.peer.id}` };
    case 'unknownCall':
      return { kind: 'go', path: '/calls' };
    case 'unknownMessages':
      return { kind: 'go', path: `/people/${notice.peerId}` };
  }
}
