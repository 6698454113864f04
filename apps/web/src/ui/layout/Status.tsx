import { useDeferredValue, type ComponentProps } from 'react';

/**
 * A line that is read out when it appears. It fills its words in just after it has entered the page, because screen
 * readers announce what changes inside a live region and mostly miss a region that arrives with its words.
 */
export function Status({ children, ...rest }: ComponentProps<'p'>) {
  return (
    <p role="status" {...rest}>
      {useDeferredValue(children, null)}
    </p>
  );
}
