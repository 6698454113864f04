import { use, useState } from 'react';
import styles from './Avatar.module.css';
import { classNames } from '../styles/classNames.ts';
import { identityOf } from './identity.ts';
import { PictureAddress } from './PictureAddress.ts';

/** Whoever is drawn; `picture` names the one that they have chosen. */
export interface Drawn {
  readonly id: string;
  readonly name: string;
  readonly picture?: string;
}

/**
 * A person's picture: the one that they have chosen, or else one made of their id and name. Says nothing to screen
 * readers: the name always stands beside it.
 */
export function Avatar({
  person,
  size = 'medium',
  className,
}: {
  readonly person: Drawn;
  readonly size?: 'small' | 'medium' | 'large' | 'huge';
  readonly className?: string | undefined;
}) {
  const { hue, glow, x, y, initials } = identityOf(person);
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['avatar'], styles[size], className)}
      style={{ '--hue': hue, '--glow': glow, '--x': `${x}%`, '--y': `${y}%` }}
    >
      {initials}
      {person.picture !== undefined && <Chosen key={person.picture} picture={person.picture} />}
    </span>
  );
}

/** Lies over the one that is made, which shows until it is there, and stays where it cannot be fetched. */
function Chosen({ picture }: { readonly picture: string }) {
  const addressOf = use(PictureAddress);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return null;
  return (
    <img
      src={addressOf(picture)}
      alt=""
      draggable={false}
      decoding="async"
      className={styles['chosen']}
      onError={() => setBroken(true)}
    />
  );
}
