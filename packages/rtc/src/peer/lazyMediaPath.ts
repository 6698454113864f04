import type { MediaPath, OpenMediaPath } from './mediaPath.ts';

/** The code of a path could not be fetched: tried again after this long, until the path is closed. */
const retryMs = 500;

/**
 * A path whose code is fetched with the first call: nobody needs it before one. Its servers are fetched meanwhile, as
 * the first link depends on what the network allowed before. What a path is told meanwhile waits and is passed on in
 * order.
 */
export function openLazily(load: () => Promise<OpenMediaPath>): OpenMediaPath {
  return (options) => {
    let path: MediaPath | undefined;
    let isClosed = false;
    let waiting: ((opened: MediaPath) => void)[] = [];
    const pass = (act: (opened: MediaPath) => void): void => {
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
      send: (tracks) => pass((opened) => opened.send(tracks)),
      tell: (message) => pass((opened) => opened.tell(message)),
      carrying: () => path?.carrying(),
      signalingIsBack: () => pass((opened) => opened.signalingIsBack()),
      close: () => {
        isClosed = true;
        waiting = [];
        path?.close();
      },
    };
  };
}
