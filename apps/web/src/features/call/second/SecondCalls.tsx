import type { SecondCall } from '@ringback/client';
import { useLayoutEffect, type RefObject } from 'react';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { publishBottom } from '../../../ui/browser/observe.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { Attempts, CallReason, StrangerFacts } from '../incoming/CallRequest.tsx';
import { ReplyWithMessage } from '../incoming/ReplyWithMessage.tsx';
import { text } from '../text/callText.ts';
import { HeldCallPill } from './HeldCallPill.tsx';
import styles from './SecondCalls.module.css';

/** In the full layout and in the bar it stands at the top of the window, and toasts below it: they must cover no answer. */
export function useSecondCallBottom(placeRef: RefObject<HTMLElement | null>, isAtTop: boolean): void {
  useLayoutEffect(() => {
    const { current: place } = placeRef;
    return place === null || !isAtTop ? undefined : publishBottom(place, '--second-bottom');
  }, [placeRef, isAtTop]);
}

/**
 * A call that rings beside the current one, or the one that is held. Always there, so that both are read out. `isCompact`: with
 * the buttons that answer alone.
 */
export function SecondCalls({ isCompact = false }: { readonly isCompact?: boolean }) {
  const second = useCalls((calls) => calls.second);
  const held = useCalls((calls) => calls.held);
  const swap = useCalls((calls) => calls.swap);
  return (
    <div aria-live="polite" style={{ display: 'contents' }}>
      {second !== null && <SecondCallBanner key={second.id} call={second} isCompact={isCompact} />}
      {held !== null && <HeldCallPill call={held} swap={swap} />}
    </div>
  );
}

/** A second call rings. It takes no focus from the call that goes on, and its buttons cover none of that call's. */
function SecondCallBanner({ call, isCompact }: { readonly call: SecondCall; readonly isCompact: boolean }) {
  const { peer, media, request, holdAndAccept, endAndAccept, decline } = call;
  return (
    <section
      aria-label={text.secondCall.from(peer.name)}
      className={styles['banner']}
      style={identityStyle(peer)}
    >
      <div className={styles['who']}>
        <span className={styles['portrait']}>
          <Avatar person={peer} size="medium" />
        </span>
        <div className={styles['words']}>
          <p dir="auto" className={styles['name']}>
            {peer.name}
          </p>
          <p className={styles['kind']}>
            {request === undefined ? text.incoming(media) : text.request.kind[media]}
          </p>
          {!isCompact && <StrangerFacts call={call} />}
          <CallReason call={call} />
          {!isCompact && <Attempts call={call} />}
        </div>
      </div>
      <div className={styles['buttons']}>
        <Button tone="go" onClick={holdAndAccept}>
          {text.secondCall.holdAndAccept}
        </Button>
        <Button className={styles['plain']} onClick={endAndAccept}>
          {text.secondCall.endAndAccept}
        </Button>
        <Button tone="danger" onClick={decline}>
          {text.decline}
        </Button>
      </div>
      {!isCompact && <ReplyWithMessage call={call} />}
    </section>
  );
}
