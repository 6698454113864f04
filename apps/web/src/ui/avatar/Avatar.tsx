import { createContext, use, useState } from 'react';
import styles from './Avatar.module.css';
import { classNames } from '../styles/classNames.ts';
import { identityOf, identityStyle } from './identity.ts';

/** Maps the name of a picture to its URL. */
export const PictureUrlContext = createContext((picture: string): string => `/api/pictures/${picture}`);

/** The person shown; `picture` is the name of the picture they chose. */
interface AvatarPerson {
  readonly id: string;
  readonly name: string;
  readonly picture?: string;
}

/**
 * A person's picture: the one they chose, or one generated from their id and name. Hidden from screen readers, because
 * the name is always next to it.
 */
export function Avatar({
  person,
  size = 'medium',
  className,
}: {
  readonly person: AvatarPerson;
  readonly size?: 'small' | 'medium' | 'large' | 'huge' | 'stage';
  readonly className?: string | undefined;
}) {
  const { x, y, initials } = identityOf(person);
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['avatar'], styles[size], className)}
      style={{ ...identityStyle(person), '--x': `${x}%`, '--y': `${y}%` }}
    >
      {initials}
      {person.picture !== undefined && <ChosenPicture key={person.picture} picture={person.picture} />}
    </span>
  );
}

/** Covers the generated picture once it has loaded; if loading fails, the generated one stays visible. */
function ChosenPicture({ picture }: { readonly picture: string }) {
  const urlOf = use(PictureUrlContext);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return null;
  return (
    <img
      src={urlOf(picture)}
      alt=""
      draggable={false}
      decoding="async"
      className={styles['picture']}
      onError={() => setBroken(true)}
    />
  );
}
