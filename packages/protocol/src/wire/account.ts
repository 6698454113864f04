import * as v from 'valibot';

/** An opaque sign-in token: 32 random bytes in base64url. */
export const Token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a token'));

/** What a socket presents before anything else. */
export const Handshake = v.object({ token: Token, protocol: v.number() });
export type Handshake = v.InferOutput<typeof Handshake>;

/** Why a socket is refused before its first request, as the message of Socket.IO's `connect_error`. */
export const handshakeRefusals = ['unauthorized', 'protocol', 'tooMany'] as const;
export type HandshakeRefusal = (typeof handshakeRefusals)[number];
