import type { MediaSession, OpenMediaSession } from './mediaPath.ts';

/** The code of a path could not be fetched: tried again after this long, until the path is closed. */
const retryMs = 500;

/**
 * A path whose code is fetched with the first call: nobody needs it before one. Its servers are fetched meanwhile, as
 * the first link depends on what the network allowed before. What a path is told meanwhile waits and is passed on in
 * order.
 */
export function openLazily(load: () => Promise<OpenMediaSession>): OpenMediaSession {
  return (options) => {
    let path: MediaSession | undefined;
    let isClosed = false;
    let waiting: ((opened: MediaSession) => void)[] = [];
    const pass = (act: (opened: MediaSession) => void): void => {
      if (path === undefined) waiting.push(act);
      else act(path);
    };
    const fetchCode = async (): Promise<void> => {
      const [open] = await Promise.all([load(), options.servers.prefetch()]);
      if (isClosed) return;
      path = open(options);
      for (const act of waiting.splice(0)) act(path);
    };
    const attempt = (): void => {
      if (isClosed) return;
      fetchCode().catch(() => setTimeout(attempt, retryMs));
    };
    attempt();
    return {
      answered: () => pass((opened) => opened.answered()),
      receive: (linkId, box) => pass((opened) => opened.receive(linkId, box)),
      sendTracks: (tracks) => pass((opened) => opened.sendTracks(tracks)),
      sendMessage: (message) => pass((opened) => opened.sendMessage(message)),
      activeLink: () => path?.activeLink(),
      signalingRestored: () => pass((opened) => opened.signalingRestored()),
      close: () => {
        isClosed = true;
        waiting = [];
        path?.close();
      },
    };
  };
}
