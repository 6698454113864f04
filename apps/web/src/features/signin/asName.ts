import { nameKey } from '@ringback/protocol';

/** The name in the address `/?as=Ada`, if there is one. */
export function nameInAddress(search: string): string | undefined {
  const name = new URLSearchParams(search).get('as')?.trim();
  return name === undefined || name === '' ? undefined : name;
}

/** The same address without that name; the rest of the query stays. */
export function addressWithoutName(address: { pathname: string; search: string; hash: string }): string {
  const query = new URLSearchParams(address.search);
  query.delete('as');
  const rest = query.toString();
  return `${address.pathname}${rest === '' ? '' : `?${rest}`}${address.hash}`;
}

/** Whether two names mean one guest. */
export function isSameName(one: string, other: string): boolean {
  return nameKey(one.trim()) === nameKey(other.trim());
}
