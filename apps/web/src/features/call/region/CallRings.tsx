import type { CallStatus } from '@ringback/client';
import type { Person } from '@ringback/protocol';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import styles from './CallRings.module.css';

/** The picture of the other one, in rings that move with where the call stands; hidden while there is a video of them. */
export function CallRings({
  peer,
  status,
  size,
}: {
  readonly peer: Person;
  readonly status: CallStatus['kind'];
  readonly size: 'huge' | 'medium';
}) {
  return (
    <div className={styles['rings']} data-status={status}>
      <Avatar person={peer} size={size} />
    </div>
  );
}
