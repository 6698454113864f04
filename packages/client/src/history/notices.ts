import type { CallId, Media, Person } from '@ringback/protocol';

/** A missed call that is told until it is dismissed, called back, or seen on another device. Newest first, at most three. */
export interface MissedNotice {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
  readonly placedAt: number;
  /** Its caller is silenced: it waits to be seen, and disturbs nobody. */
  readonly isQuiet: boolean;
  /** Absent while no call can be placed. */
  readonly callBack?: () => void;
  readonly dismiss: () => void;
}

/** All that are told now. */
export type Notices = readonly MissedNotice[];
