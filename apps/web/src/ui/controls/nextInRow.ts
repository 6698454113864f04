const keys = {
  horizontal: { next: 'ArrowRight', previous: 'ArrowLeft' },
  vertical: { next: 'ArrowDown', previous: 'ArrowUp' },
} as const;

/**
 * The index to which a key moves from `at` among `count` tabs or menu items, by the ARIA patterns; undefined for keys
 * without a meaning here.
 */
export function nextInRow(
  key: string,
  at: number,
  count: number,
  direction: keyof typeof keys,
): number | undefined {
  switch (key) {
    case keys[direction].next:
      return (at + 1) % count;
    case keys[direction].previous:
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
