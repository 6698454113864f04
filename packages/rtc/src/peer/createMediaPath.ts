import type { LinkRules } from '../machine/plan.ts';
import type { MediaPath, OpenMediaPath, PathOptions } from './mediaPath.ts';
import { PathRunner } from './pathRunner.ts';

export { rehearse } from './rehearsal.ts';

/** Opens a media path over WebRTC. For browsers. */
export const createMediaPath: OpenMediaPath = (options): MediaPath => {
  const runner = new PathRunner(options, rulesOf(options));
  return {
    answered: () => runner.answered(),
    receive: (linkId, box) => runner.receive(linkId, box),
    send: (tracks) => runner.send(tracks),
    tell: (message) => runner.tell(message),
    carrying: () => runner.carrying(),
    signalingIsBack: () => runner.signalingIsBack(),
    close: () => runner.close(),
  };
};

function rulesOf({ stage, warm, alwaysRelay, servers, networks }: PathOptions): LinkRules {
  if (alwaysRelay) return { relays: 'always' };
  if (stage === 'warm' && warm === 'relay') return { relays: 'untilAnswer' };
  const network = servers.network();
  return { relays: network !== undefined && networks.isRelayFirst(network) ? 'first' : 'no' };
}
