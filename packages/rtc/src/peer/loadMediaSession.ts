import { LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { codeFailuresToReport, codeRetryMs } from '../machine/policy.ts';
import type { MediaSession, MediaSessionOptions, OpenMediaSession } from './mediaSessionApi.ts';
import { randomUuid } from './randomUuid.ts';
import { loadSimplePeer } from './simplePeer.ts';

interface SessionCode {
  readonly open: OpenMediaSession;
  readonly warmUp: () => Promise<void>;
}

/** Loads the session's code and simple-peer: two chunks that no page needs before its first call. */
async function loadCode(): Promise<SessionCode> {
  // A failure does not matter yet: each link loads the library again.
  const library = loadSimplePeer().catch(() => undefined);
  const { MediaSessionController, warmUp } = await import('./mediaSessionController.ts');
  await library;
  return { open: (options) => new MediaSessionController(options), warmUp };
}

/** Opens a media session over WebRTC, in browsers; its code is fetched with the first one. */
export const openMediaSession: OpenMediaSession = openWhenLoaded(async () => (await loadCode()).open);

/** Fetches that code ahead of the first session; false if it could not be fetched, which does not matter yet. */
export async function fetchMediaSession(): Promise<boolean> {
  const [code, library] = await Promise.allSettled([loadCode(), loadSimplePeer()]);
  return code.status === 'fulfilled' && library.status === 'fulfilled';
}

/** The same, and warms up the browser. */
export async function preloadMediaSession(): Promise<void> {
  const code = await loadCode().catch(() => undefined);
  await code?.warmUp();
}

/**
 * Opens sessions whose code is still being loaded. The ICE servers are fetched meanwhile, because the first link depends
 * on what the network allowed before. Method calls queue up until then and run in order.
 */
export function openWhenLoaded(load: () => Promise<OpenMediaSession>): OpenMediaSession {
  return (options) => {
    let session: MediaSession | undefined;
    let isClosed = false;
    let queue: ((opened: MediaSession) => void)[] = [];
    const whenOpen = (act: (opened: MediaSession) => void): void => {
      if (session === undefined) queue.push(act);
      else act(session);
    };
    const missing = missingCodeReport(options);
    const openSession = async (): Promise<void> => {
      const [open] = await Promise.all([load().catch(missing.failed), options.servers.prefetch()]);
      if (isClosed) return;
      session = open(options);
      for (const act of queue.splice(0)) act(session);
    };
    const attempt = (): void => {
      if (isClosed) return;
      openSession().catch(() => setTimeout(attempt, codeRetryMs));
    };
    attempt();
    return {
      answered: () => {
        missing.answered();
        whenOpen((opened) => opened.answered());
      },
      receive: (linkId, envelope) => whenOpen((opened) => opened.receive(linkId, envelope)),
      sendTracks: (tracks) => whenOpen((opened) => opened.sendTracks(tracks)),
      sendMessage: (message) => whenOpen((opened) => opened.sendMessage(message)),
      activeLink: () => session?.activeLink(),
      signalingRestored: () => whenOpen((opened) => opened.signalingRestored()),
      close: () => {
        isClosed = true;
        missing.close();
        queue = [];
        session?.close();
      },
    };
  };
}

/** Reports, once, that an answered call cannot begin because its code cannot be fetched. */
function missingCodeReport({ stage, onEvent }: MediaSessionOptions) {
  let isAnswered = stage === 'live';
  let failures = 0;
  let isDone = false;
  const reportIfDue = (): void => {
    if (isDone || !isAnswered || failures < codeFailuresToReport) return;
    isDone = true;
    onEvent({ type: 'down', linkId: v.parse(LinkId, randomUuid()), cause: 'notLoaded' });
  };
  return {
    failed: (error: unknown): never => {
      failures += 1;
      reportIfDue();
      throw error;
    },
    answered: (): void => {
      isAnswered = true;
      reportIfDue();
    },
    close: (): void => {
      isDone = true;
    },
  };
}
