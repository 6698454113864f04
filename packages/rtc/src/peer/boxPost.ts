import { writeBox, type BoxContent } from '../machine/box.ts';
import type { LinkId, Result } from '@ringback/protocol';

/** Sends boxes through the server, and says what became of those that did not get through. */
export interface BoxPost {
  readonly send: (linkId: LinkId, content: BoxContent) => void;
  /** Nothing is sent again, and nothing reported. */
  readonly stop: () => void;
}

/** How boxes are sent, and who hears of those that are lost. */
export interface BoxPostOptions {
  readonly sendEnvelope: (linkId: LinkId, box: string) => Promise<Result<unknown>>;
  /** Called before a box is sent; what it returns is called if the server turns out to be away. */
  readonly watchServer: () => () => void;
  /** A link's description did not reach the other device, so that the link cannot come up. */
  readonly onLinkLost: (linkId: LinkId) => void;
}

/** A server that slows a device down is asked again so often. */
const mostRepeats = 3;

/** A post that repeats what a busy server turned away, a few times. */
export function createBoxPost(options: BoxPostOptions): BoxPost {
  let isStopped = false;

  const trySend = async (linkId: LinkId, content: BoxContent, repeats: number): Promise<void> => {
    const serverIsAway = options.watchServer();
    const result = await options.sendEnvelope(linkId, writeBox(content));
    if (result.ok || isStopped) return;
    const { code, retryAfterMs = 500 } = result.error;
    if (code === 'offline') {
      serverIsAway();
    } else if (code === 'tooMany' && repeats > 0) {
      setTimeout(() => isStopped || send(linkId, content, repeats - 1), retryAfterMs);
    } else if (isDecisive(content)) {
      options.onLinkLost(linkId);
    }
  };
  const send = (linkId: LinkId, content: BoxContent, repeats: number): void => {
    trySend(linkId, content, repeats).catch(options.watchServer());
  };

  return {
    send: (linkId, content) => send(linkId, content, mostRepeats),
    stop: () => {
      isStopped = true;
    },
  };
}

/** A candidate less is one way less; a description less is no link. A question is asked again by itself. */
function isDecisive(content: BoxContent): boolean {
  return content.kind === 'signals' && content.signals.some(({ type }) => type !== 'candidate');
}
