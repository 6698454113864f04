import type { UserId } from '@ringback/protocol';

/*
 * What the tabs of a browser profile agree on by Web Locks. Tabs of one profile can be different people, so each name is
 * one user's.
 */

/** The one tab of a user that tells of things on behalf of all. */
export const leading = (userId: UserId): string => `ringback.lead.${userId}`;

/** The tabs of a user that can be seen. */
export const seen = (userId: UserId): string => `ringback.seen.${userId}`;

/** The one tab of a user that sounds its ringtone. */
export const sounding = (userId: UserId): string => `ringback.ringtone.${userId}`;
