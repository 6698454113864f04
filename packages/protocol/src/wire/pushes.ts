import * as v from 'valibot';
import { WireCall } from './wireCall.ts';
import { Entry, MissedCount } from './history.ts';
import { CallId, DeviceId, LinkId } from '../common/ids.ts';
import { Conversation, Message } from './message.ts';
import { Note } from './note.ts';
import { KnownPerson, Person } from './base/people.ts';
import { Box } from './requests.ts';
import { Settings } from './privacy/settings.ts';
import { sessionEndReasons } from './accounts/sessions.ts';

/** Every push of the server. It always contains the whole new state, never a difference. */
export const pushes = {
  /** Clients drop a version that is not higher than the one they have. */
  'call:changed': v.object({ ...WireCall.entries }),
  'call:signal': v.object({ callId: CallId, from: DeviceId, linkId: LinkId, box: Box }),
  /** The entry, and how many missed calls are unseen now. */
  'history:changed': v.object({ ...Entry.entries, missed: MissedCount }),
  /** Removed entries: those listed, or all that were placed up to `before`. */
  'history:removed': v.object({
    callIds: v.optional(v.array(CallId)),
    before: v.optional(v.number()),
    missed: MissedCount,
  }),
  /** Restored entries. Absent if they are too many; then clients fetch their lists again. */
  'history:restored': v.object({ entries: v.optional(v.array(Entry)), missed: MissedCount }),
  /** The user changed their name or picture, on any device. */
  'me:changed': v.object({ ...Person.entries }),
  /** A person whom the user knows was added, changed or removed. */
  'people:changed': v.object({ ...KnownPerson.entries }),
  /** A new message. Delivery and reading are pushed with the conversation. */
  'message:changed': v.object({ ...Message.entries }),
  /** A conversation from this user's side: a new message, or progress of either. */
  'conversation:changed': v.object({ ...Conversation.entries }),
  /** A note was completed or played, or the server deleted its bytes. */
  'note:changed': v.object({ ...Note.entries }),
  'settings:changed': v.object({ ...Settings.entries }),
  /** The server has signed this device out, and cuts its connection. */
  'session:ended': v.object({ why: v.picklist(sessionEndReasons) }),
} as const;

type PushTable = typeof pushes;
export type PushName = keyof PushTable;
export type Push<N extends PushName> = v.InferOutput<PushTable[N]>;

/** The names of all pushes. */
export const pushNames = Object.keys(pushes).filter((name): name is PushName => Object.hasOwn(pushes, name));
