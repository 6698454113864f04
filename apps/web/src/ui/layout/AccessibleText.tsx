import { useDeferredValue, type ComponentProps, type ReactNode } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './AccessibleText.module.css';

/** Text for screen readers only, where the screen says the same by an icon or its layout. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={styles['hidden']}>{children}</span>;
}

/**
 * A visible line that screen readers announce when it appears. The text is filled in just after the element enters the
 * page: screen readers announce changes inside a live region, and mostly miss a region that arrives with its text.
 */
export function Status({ children, ...rest }: ComponentProps<'p'>) {
  return (
    <p role="status" {...rest}>
      {useDeferredValue(children, null)}
    </p>
  );
}

/**
 * An error message that screen readers announce when its text changes. Keep it in the page: it is hidden while it is empty.
 */
export function ErrorText({ children, className, ...rest }: ComponentProps<'p'>) {
  return (
    <p role="alert" className={classNames(styles['error'], className)} {...rest}>
      {children}
    </p>
  );
}
