import * as v from 'valibot';

/**
 * Ids are UUIDs in lower case, branded so that a device's id cannot be passed where a user's is meant.
 * They are unguessable, yet never a permission: who may see a call is decided by its parties alone.
 */
const uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'Expected a UUID'),
);

/** An account. */
export const UserId = v.pipe(uuid, v.brand('UserId'));
export type UserId = v.InferOutput<typeof UserId>;

/** One signed-in browser tab. */
export const DeviceId = v.pipe(uuid, v.brand('DeviceId'));
export type DeviceId = v.InferOutput<typeof DeviceId>;

/** One browser profile, which outlives tabs and sign-ins; made and kept there, and told to nobody but the server. */
export const ProfileId = v.pipe(uuid, v.brand('ProfileId'));
export type ProfileId = v.InferOutput<typeof ProfileId>;

/** One attempt of one user to talk to another; made by the placing client. */
export const CallId = v.pipe(uuid, v.brand('CallId'));
export type CallId = v.InferOutput<typeof CallId>;

/** One media path of a call; made by the link's initiator. */
export const LinkId = v.pipe(uuid, v.brand('LinkId'));
export type LinkId = v.InferOutput<typeof LinkId>;

/** One voice or video note; made by the device that recorded it. */
export const NoteId = v.pipe(uuid, v.brand('NoteId'));
export type NoteId = v.InferOutput<typeof NoteId>;

/** One removal of entries from a history, by which it can be undone; made by the removing client. */
export const RemovalId = v.pipe(uuid, v.brand('RemovalId'));
export type RemovalId = v.InferOutput<typeof RemovalId>;

/** One text message; made by the sending client. */
export const MessageId = v.pipe(uuid, v.brand('MessageId'));
export type MessageId = v.InferOutput<typeof MessageId>;
