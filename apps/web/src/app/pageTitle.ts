import type { CallScreen, Conversations } from '@ringback/client';

/** The accessible name of the link to the calls. */
export function callsLinkName(unseen: number): string {
  return unseen === 0 ? 'Calls' : `Calls, ${unseen} missed`;
}

/** How much waits for the user: missed calls that were not seen, and messages that were not read. */
export function waitingCount(unseen: number, { known }: Pick<Conversations, 'known'>): number {
  return known.reduce((count, { unread }) => count + unread, unseen);
}

/** What the tab is called: whatever wants attention first, then how much waits, then where one is. */
export function pageTitle({ incoming, current }: CallScreen, waiting: number, path: string): string {
  if (incoming !== null) return `${incoming.peer.name} is calling · Ringback`;
  const place = current === null ? placeName(path) : `Call with ${current.peer.name}`;
  const title = place === undefined ? 'Ringback' : `${place} · Ringback`;
  return waiting === 0 ? title : `(${waiting}) ${title}`;
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
