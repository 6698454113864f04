import * as v from 'valibot';

/**
 * Ids are lower-case UUIDs, branded so that a device's id cannot be passed where a user's is expected.
 * They cannot be guessed, but an id is never a permission: only the parties of a call may see it.
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

/** One browser profile, which outlives tabs and sign-ins. Made and stored there, and sent only to the server. */
export const ProfileId = v.pipe(uuid, v.brand('ProfileId'));
export type ProfileId = v.InferOutput<typeof ProfileId>;

/** One attempt of one user to talk to another. Made by the placing client. */
export const CallId = v.pipe(uuid, v.brand('CallId'));
export type CallId = v.InferOutput<typeof CallId>;

/** One media path of a call. Made by the link's initiator. */
export const LinkId = v.pipe(uuid, v.brand('LinkId'));
export type LinkId = v.InferOutput<typeof LinkId>;

/** One voice or video note. Made by the recording device. */
export const NoteId = v.pipe(uuid, v.brand('NoteId'));
export type NoteId = v.InferOutput<typeof NoteId>;

/** One removal of history entries, with which it can be undone. Made by the removing client. */
export const RemovalId = v.pipe(uuid, v.brand('RemovalId'));
export type RemovalId = v.InferOutput<typeof RemovalId>;

/** One text message. Made by the sending client. */
export const MessageId = v.pipe(uuid, v.brand('MessageId'));
export type MessageId = v.InferOutput<typeof MessageId>;
