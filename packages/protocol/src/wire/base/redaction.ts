/**
 * Fields whose values must never reach a log, wherever they occur: what people say, who and where they are, and what
 * would let someone impersonate them.
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
  'password',
  'invitation',
  'recoveryCodes',
  'handle',
  'name',
  'address',
  'ip',
  'remoteAddress',
  'endpoint',
] as const;
