import type { IncomingCall } from '@ringback/client';
import { useChangeRules } from '../../../engine/RuleChanges.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { callsBlocked } from '../../../i18n/sharedText.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { text } from '../text/callText.ts';
import styles from './ReplyWithMessage.module.css';

/** Blocks the calls of who rings. Their call goes away here, and to them it looks as if nobody answered. */
export function BlockCaller({ call: { peer } }: { readonly call: Pick<IncomingCall, 'peer'> }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  return (
    <Button
      className={styles['other']}
      disabled={!isOnline}
      onClick={() => changeRules(peer, { blocksCalls: true }, callsBlocked(peer.name))}
    >
      {text.block}
    </Button>
  );
}
