import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classNames } from '../styles/classNames.ts';

type Tone = 'primary' | 'plain' | 'danger' | 'go';

interface ButtonStyle {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
}

/** The class of a button with a label, also for links that look like one. */
export function buttonClass(tone: Tone, className?: string): string {
  return classNames(styles['button'], styles[tone], className);
}

/** A button with a label. */
export function Button({
  tone = 'plain',
  icon: Icon,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & ButtonStyle) {
  return (
    <button type="button" className={buttonClass(tone, className)} {...rest}>
      {Icon !== undefined && <Icon aria-hidden="true" size={18} strokeWidth={2} />}
      {children}
    </button>
  );
}

/** A button with an icon; the label is its tooltip and its accessible name. */
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
