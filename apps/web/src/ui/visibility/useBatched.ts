import { useEffect, useRef, useState } from 'react';

/** Gathers what comes at about the same time, so that all of it is told of at once. */
export function useBatched<Item>(
  tell: (items: readonly Item[]) => void,
): (...items: readonly Item[]) => void {
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  const [gather] = useState(() => {
    const gathered: Item[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    return (...items: readonly Item[]): void => {
      gathered.push(...items);
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(gathered.splice(0)));
    };
  });
  return gather;
}
