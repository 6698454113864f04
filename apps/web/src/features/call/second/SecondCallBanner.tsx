import type { SecondCall } from '@ringback/client';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { ReplyWithMessage } from '../incoming/ReplyWithMessage.tsx';
import { text } from '../text/callText.ts';
import styles from './SecondCallBanner.module.css';
import { secondText } from './secondText.ts';

/** A second call rings. It takes no focus from the call that goes on, and its buttons cover none of that call's. */
export function SecondCallBanner({ call }: { readonly call: SecondCall }) {
  const { peer, media, holdAndAccept, endAndAccept, decline } = call;
  return (
    <section aria-label={secondText.from(peer.name)} className={styles['banner']} style={identityStyle(peer)}>
      <div className={styles['who']}>
        <span className={styles['portrait']}>
          <Avatar person={peer} size="medium" />
        </span>
        <div className={styles['words']}>
          <p dir="auto" className={styles['name']}>
            {peer.name}
          </p>
          <p className={styles['kind']}>{text.incoming(media)}</p>
        </div>
      </div>
      <div className={styles['buttons']}>
        <Button tone="go" onClick={holdAndAccept}>
          {secondText.holdAndAccept}
        </Button>
        <Button className={styles['plain']} onClick={endAndAccept}>
          {secondText.endAndAccept}
        </Button>
        <Button tone="danger" onClick={decline}>
          {text.decline}
        </Button>
      </div>
      <ReplyWithMessage call={{ peer, decline }} />
    </section>
  );
}
