import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classNames } from '../styles/classNames.ts';

type Tone = 'primary' | 'plain' | 'danger' | 'go';

interface Look {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
}

/** The look of a button with words on it, also for a link that stands as one. */
export function buttonClass(tone: Tone, className?: string): string {
  return classNames(styles['button'], styles[tone], className);
}

/** A button with words on it. */
export function Button({
  tone = 'plain',
  icon: Icon,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & Look) {
  return (
    <button type="button" className={buttonClass(tone, className)} {...rest}>
      {Icon !== undefined && <Icon aria-hidden="true" size={18} strokeWidth={2} />}
      {children}
    </button>
  );
}

/** A button that shows an icon and speaks its label. */
export function IconButton({
  label,
  icon: Icon,
  tone = 'plain',
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly tone?: Tone;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(styles['icon'], styles[`${tone}Icon`], className)}
      {...rest}
    >
      <Icon aria-hidden="true" size={20} strokeWidth={1.9} />
    </button>
  );
}
