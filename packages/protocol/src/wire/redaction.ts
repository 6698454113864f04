/**
 * Fields whose values must never reach a log, wherever they stand: what people say, who they are, where they are,
 * and what would let somebody else be them.
 */
export const secretFields = [
  'box',
  'text',
  'sdp',
  'candidate',
  'token',
  'claim',
  'authorization',
  'cookie',
  'credential',
  'username',
  'name',
  'address',
  'ip',
  'remoteAddress',
  'endpoint',
] as const;
