import { writeBox, type BoxContent, type LinkId, type Result } from '@ringback/protocol';

/** Sends boxes through the server, and says what became of those that did not get through. */
export interface BoxPost {
  readonly send: (linkId: LinkId, content: BoxContent) => void;
  /** The server can be reached again. */
  readonly serverIsBack: () => void;
  /** Nothing is sent again, and nothing reported. */
  readonly stop: () => void;
}

export interface BoxPostOptions {
  readonly sendBox: (linkId: LinkId, box: string) => Promise<Result<unknown>>;
  readonly onOffline: () => void;
  /** A box was lost with the server, which came back before that was known: nobody will say again that it is there. */
  readonly onBackSince: () => void;
  /** A link's description did not reach the other device, so that the link cannot come up. */
  readonly onLinkLost: (linkId: LinkId) => void;
}

/** A server that slows a device down is asked again so often. */
const mostRepeats = 3;

export function createBoxPost(options: BoxPostOptions): BoxPost {
  let returns = 0;
  let isStopped = false;

  const trySend = async (linkId: LinkId, content: BoxContent, repeats: number): Promise<void> => {
    const returnsBefore = returns;
    const result = await options.sendBox(linkId, writeBox(content));
    if (result.ok || isStopped) return;
    const { code, retryAfterMs = 500 } = result.error;
    if (code === 'offline') {
      if (returns === returnsBefore) options.onOffline();
      else options.onBackSince();
    } else if (code === 'tooMany' && repeats > 0) {
      setTimeout(() => isStopped || send(linkId, content, repeats - 1), retryAfterMs);
    } else if (isDecisive(content)) {
      options.onLinkLost(linkId);
    }
  };
  const send = (linkId: LinkId, content: BoxContent, repeats: number): void => {
    trySend(linkId, content, repeats).catch(options.onOffline);
  };

  return {
    send: (linkId, content) => send(linkId, content, mostRepeats),
    serverIsBack: () => {
      returns += 1;
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** A candidate less is one way less; a description less is no link. A question is asked again by itself. */
function isDecisive(content: BoxContent): boolean {
  return content.kind === 'signals' && content.signals.some(({ type }) => type !== 'candidate');
}
