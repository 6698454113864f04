import type { LinkRules } from '../machine/plan.ts';
import type { MediaSession, OpenMediaSession, MediaSessionOptions } from './mediaPath.ts';
import { PathRunner } from './pathRunner.ts';

export { rehearse } from './rehearsal.ts';

/** Opens a media path over WebRTC. For browsers. */
export const createMediaSession: OpenMediaSession = (options): MediaSession => {
  const runner = new PathRunner(options, rulesOf(options));
  return {
    answered: () => runner.answered(),
    receive: (linkId, box) => runner.receive(linkId, box),
    sendTracks: (tracks) => runner.sendTracks(tracks),
    sendMessage: (message) => runner.sendMessage(message),
    activeLink: () => runner.activeLink(),
    signalingRestored: () => runner.signalingRestored(),
    close: () => runner.close(),
  };
};

function rulesOf({ stage, warm, alwaysRelay, servers, networkHistory }: MediaSessionOptions): LinkRules {
  if (alwaysRelay) return { relays: 'always' };
  if (stage === 'warm' && warm === 'relay') return { relays: 'untilAnswer' };
  const network = servers.network();
  return { relays: network !== undefined && networkHistory.isRelayFirst(network) ? 'first' : 'no' };
}
