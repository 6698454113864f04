import { useState, type FocusEvent } from 'react';

/** Which line of a list has the focus, by its key; the events are for the list. */
export function useFocusedLine() {
  const [focused, setFocused] = useState<string>();
  return {
    focused,
    onFocus: ({ target }: FocusEvent) =>
      setFocused(target.closest<HTMLElement>('[data-line]')?.dataset['line']),
    onBlur: () => setFocused(undefined),
  };
}
