import { isUnplayed, type CallScreen, type Conversations, type Notes } from '@ringback/client';
import type { UserId } from '@ringback/protocol';

/** The accessible name of the link to the calls. */
export function callsLinkName(unseen: number): string {
  return unseen === 0 ? 'Calls' : `Calls, ${unseen} missed`;
}

/** The number of unseen missed calls, unread messages and unplayed notes. */
export function waitingCount(
  me: UserId,
  unseen: number,
  conversations: Pick<Conversations, 'known'>,
  notes: Pick<Notes, 'known' | 'lost'>,
): number {
  const unread = conversations.known.reduce((count, one) => count + one.unread, 0);
  const unplayed = notes.known.filter((note) => note.to === me && isUnplayed(notes, note)).length;
  return unseen + unread + unplayed;
}

/** The title of the tab: a ringing call first, else the waiting count and the current screen. */
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
