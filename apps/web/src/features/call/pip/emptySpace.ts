import { useEffect, useEffectEvent, type RefObject } from 'react';

/** Whatever is pressed for a purpose of its own. One's own picture moves and swaps. */
const purposes =
  'button, a, input, textarea, select, label, dialog, [popover], [role], [data-controls], [data-own], p';

/** Whether a double press at this element is meant for the stage as a whole. */
export function isEmptySpace(pressed: EventTarget | null, region: Element): boolean {
  if (!(pressed instanceof Element)) return false;
  const purpose = pressed.closest(purposes);
  return purpose === null || !region.contains(purpose);
}

/** Calls back on a double press on empty space of the region, while there is something to do. */
export function useEmptySpacePress(
  regionRef: RefObject<HTMLElement | null>,
  onPress: (() => void) | undefined,
): void {
  const press = useEffectEvent(() => onPress?.());
  useEffect(() => {
    const region = regionRef.current;
    if (region === null) return undefined;
    const onDoubleClick = ({ target }: MouseEvent): void => {
      if (isEmptySpace(target, region)) press();
    };
    region.addEventListener('dblclick', onDoubleClick);
    return () => region.removeEventListener('dblclick', onDoubleClick);
  }, [regionRef]);
}
