import type { CallScreen } from '@ringback/client';

/** The accessible name of the link to the calls. */
export function callsLinkName(unseen: number): string {
  return unseen === 0 ? 'Calls' : `Calls, ${unseen} missed`;
}

/** What the tab is called: whatever wants attention first, then where one is. */
export function pageTitle({ incoming, current }: CallScreen, unseen: number, path: string): string {
  if (incoming !== null) return `${incoming.peer.name} is calling · Ringback`;
  const place = current === null ? placeName(path) : `Call with ${current.peer.name}`;
  const title = place === undefined ? 'Ringback' : `${place} · Ringback`;
  return unseen === 0 ? title : `(${unseen}) ${title}`;
}

const placeNames = new Map([
  ['calls', 'Calls'],
  ['people', 'People'],
  ['settings', 'Settings'],
  ['checkup', 'Check-up'],
]);

function placeName(path: string): string | undefined {
  return placeNames.get(path.split('/')[1] ?? '');
}
