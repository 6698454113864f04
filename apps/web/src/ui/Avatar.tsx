import styles from './Avatar.module.css';
import { classNames } from './classNames.ts';
import { identityOf } from './identity.ts';

/** A person's picture, made of their id and name. Says nothing to screen readers: the name always stands beside it. */
export function Avatar({
  person,
  size = 'medium',
  className,
}: {
  readonly person: { readonly id: string; readonly name: string };
  readonly size?: 'small' | 'medium' | 'large' | 'huge';
  readonly className?: string | undefined;
}) {
  const { hue, initials } = identityOf(person);
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['avatar'], styles[size], className)}
      style={{ '--hue': hue }}
    >
      {initials}
    </span>
  );
}
