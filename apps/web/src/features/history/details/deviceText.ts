import type { DeviceKind } from '@ringback/protocol';

/** "a phone (Safari)". */
export function deviceText(kind: DeviceKind): string {
  return `a ${kind.form}${inBrackets(kind)}`;
}

const inRow = new Intl.ListFormat('en', { type: 'conjunction' });

/** Several devices, equal ones counted: "2 computers (Chrome) and a phone (Safari)". */
export function devicesText(kinds: readonly DeviceKind[]): string {
  const equal = Map.groupBy(kinds, deviceText);
  return inRow.format([...equal].map(([one, all]) => (all.length === 1 ? one : severalText(all))));
}

function severalText(kinds: readonly DeviceKind[]): string {
  return kinds
    .slice(0, 1)
    .map((kind) => `${kinds.length} ${kind.form}s${inBrackets(kind)}`)
    .join('');
}

function inBrackets({ browser }: DeviceKind): string {
  return browser === undefined ? '' : ` (${browser})`;
}
