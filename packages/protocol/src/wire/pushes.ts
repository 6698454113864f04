import * as v from 'valibot';
import { WireCall } from './wireCall.ts';
import { Entry, MissedCount } from './history.ts';
import { CallId, DeviceId, LinkId } from '../common/ids.ts';
import { Conversation, Message } from './message.ts';
import { Note } from './note.ts';
import { KnownPerson, Person } from './people.ts';
import { Box } from './requests.ts';
import { Settings } from './settings.ts';

/** Every push of the server. A thing is always pushed whole, never as a difference. */
export const pushes = {
  /** Equal or lower versions than the one known are dropped. */
  'call:changed': v.object({ ...WireCall.entries }),
  'call:signal': v.object({ callId: CallId, from: DeviceId, linkId: LinkId, box: Box }),
  /** The entry, and beside it how many missed calls are unseen now. */
  'history:changed': v.object({ ...Entry.entries, missed: MissedCount }),
  /** Entries that are gone: the named ones, or all placed up to a time. */
  'history:removed': v.object({
    callIds: v.optional(v.array(CallId)),
    before: v.optional(v.number()),
    missed: MissedCount,
  }),
  /** Entries that are back: the named ones, or without names too many to name, so that lists have to be asked for anew. */
  'history:restored': v.object({ entries: v.optional(v.array(Entry)), missed: MissedCount }),
  /** The user goes by another name or picture now. */
  'me:changed': v.object({ ...Person.entries }),
  /** Somebody whom the user knows: new among them, not the same as before, or not known any more. */
  'people:changed': v.object({ ...KnownPerson.entries }),
  /** A new message; tells nothing of how far anybody has got with it. */
  'message:changed': v.object({ ...Message.entries }),
  /** A conversation as this user has it: a new message, or somebody got further. */
  'conversation:changed': v.object({ ...Conversation.entries }),
  /** A note that is complete now, was played, or whose bytes the server has no more. */
  'note:changed': v.object({ ...Note.entries }),
  'settings:changed': v.object({ ...Settings.entries }),
} as const;

export type PushTable = typeof pushes;
export type PushName = keyof PushTable;
export type Push<N extends PushName> = v.InferOutput<PushTable[N]>;

/** All names of pushes, for a client that listens to each. */
export const pushNames = Object.keys(pushes).filter((name): name is PushName => Object.hasOwn(pushes, name));
