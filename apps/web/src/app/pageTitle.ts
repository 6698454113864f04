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

/** The title of the tab: a ringing call first, else the waiting count and the current call or screen. */
export function pageTitle({ incoming, current }: CallScreen, waiting: number, path: string): string {
  if (incoming !== null) return `${incoming.peer.name} is calling · Ringback`;
  const place = current === null ? placeName(path) : callTitle(current);
  const title = place === undefined ? 'Ringback' : `${place} · Ringback`;
  return waiting === 0 ? title : `(${waiting}) ${title}`;
}

/** What the call is doing. Without the running time, which would rewrite the titles of all tabs each second. */
function callTitle({ peer: { name }, status, microphone }: NonNullable<CallScreen['current']>): string {
  switch (status.kind) {
    case 'askingMicrophone':
    case 'calling':
      return `Calling ${name}`;
    case 'ringing':
      return `Ringing ${name}`;
    case 'connecting':
      return `Connecting to ${name}`;
    case 'reconnecting':
    case 'waiting':
      return `Reconnecting · Call with ${name}`;
    case 'held':
      return `On hold · Call with ${name}`;
    case 'talking':
      return microphone.state === 'off' ? `Muted · Call with ${name}` : `Call with ${name}`;
  }
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
