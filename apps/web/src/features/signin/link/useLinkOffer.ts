import type { LinkWatch } from '@ringback/client';
import type { LinkEnd } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';

/** How a link stands on the new browser. Once it is linked, the tab signs in. */
export type LinkOfferState =
  | { readonly state: 'loading' }
  | { readonly state: 'offered'; readonly code: string }
  | { readonly state: 'scanned'; readonly number: number; readonly name: string }
  | { readonly state: 'ended'; readonly why: LinkEnd }
  | { readonly state: 'failed'; readonly message: string };

/** Offers this browser to a signed-in one while it is mounted; `renew` makes a new code. */
export function useLinkOffer(): { readonly offer: LinkOfferState; readonly renew: () => void } {
  const { sessions } = useEngine();
  const [attempt, setAttempt] = useState(0);
  const [known, setKnown] = useState<{ readonly attempt: number; readonly offer: LinkOfferState }>();
  useEffect(() => {
    let watch: LinkWatch | undefined;
    let isOver = false;
    const show = (offer: LinkOfferState): void => setKnown({ attempt, offer });
    async function start(): Promise<void> {
      const answer = await sessions.offerLink();
      if (isOver) return;
      if (!answer.ok) return show({ state: 'failed', message: answer.error.message });
      const { code, secret } = answer.data;
      show({ state: 'offered', code });
      watch = sessions.watchLink(secret, (status) => {
        if (!status.ok) show({ state: 'failed', message: status.error.message });
        else if (status.data.state === 'scanned') show(status.data);
        else if (status.data.state === 'ended') show({ state: 'ended', why: status.data.why });
      });
    }
    void start();
    return () => {
      isOver = true;
      watch?.stop();
    };
  }, [sessions, attempt]);
  const offer = known?.attempt === attempt ? known.offer : ({ state: 'loading' } as const);
  return { offer, renew: () => setAttempt(attempt + 1) };
}
