import 'react';

declare module 'react' {
  /** Allows custom properties in `style`: React writes them with `setProperty`, which a strict CSP permits. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}

/** Joins the class names that apply. */
export function classNames(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined && name !== '').join(' ');
}
