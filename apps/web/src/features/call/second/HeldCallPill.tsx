import type { HeldCall } from '@ringback/client';
import { ArrowLeftRight } from 'lucide-react';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { identityStyle } from '../../../ui/avatar/identity.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './HeldCallPill.module.css';
import { text } from '../text/callText.ts';

/** The other call, which waits on hold, and the way to it. */
export function HeldCallPill({
  call: { peer },
  swap,
}: {
  readonly call: HeldCall;
  readonly swap: (() => void) | undefined;
}) {
  return (
    <div className={styles['pill']} style={identityStyle(peer)}>
      <Avatar person={peer} size="small" />
      <p className={styles['words']}>
        <bdi className={styles['name']}>{peer.name}</bdi>{' '}
        <span className={styles['state']}>{text.secondCall.held}</span>
      </p>
      {swap !== undefined && (
        <Button icon={ArrowLeftRight} className={styles['swap']} onClick={swap}>
          {text.secondCall.swap}
        </Button>
      )}
    </div>
  );
}
