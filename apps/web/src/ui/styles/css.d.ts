import 'react';

declare module 'react' {
  /** Custom properties may be set through `style`: React writes them with `setProperty`, which a strict CSP allows. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
