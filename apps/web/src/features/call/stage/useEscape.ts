import { useEffect, useEffectEvent, type RefObject } from 'react';

/**
 * Calls back on Escape inside an element, which then does nothing else: where nothing takes it, Escape shrinks the call.
 */
export function useEscape(elementRef: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const escape = useEffectEvent(onEscape);
  useEffect(() => {
    const element = elementRef.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      escape();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [elementRef]);
}
