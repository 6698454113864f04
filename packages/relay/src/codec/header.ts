/** The fixed value that identifies STUN messages (RFC 8489, section 5). */
export const magicCookie = 0x2112a442;

/** Bytes before the first attribute. */
export const headerBytes = 20;

export type MessageClass = 'request' | 'indication' | 'success' | 'error';

export type Method =
  'binding' | 'allocate' | 'refresh' | 'send' | 'data' | 'createPermission' | 'channelBind';

const methodNumbers: Readonly<Record<Method, number>> = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
};

/** Bits 4 and 8 of the message type. */
const classBits: Readonly<Record<MessageClass, number>> = {
  request: 0x000,
  indication: 0x010,
  success: 0x100,
  error: 0x110,
};

/** The 14-bit message type. All methods of TURN fit into the lowest four bits. */
export function messageType(kind: MessageClass, method: Method): number {
  return classBits[kind] | methodNumbers[method];
}

interface Kind {
  readonly kind: MessageClass;
  readonly method: Method;
}

const kinds = new Map<number, Kind>();
for (const kind of ['request', 'indication', 'success', 'error'] as const) {
  for (const method of [
    'binding',
    'allocate',
    'refresh',
    'send',
    'data',
    'createPermission',
    'channelBind',
  ] as const) {
    kinds.set(messageType(kind, method), { kind, method });
  }
}

/** Class and method of a message type; undefined for unknown methods. */
export function kindOf(type: number): Kind | undefined {
  return kinds.get(type);
}

/** Rounds up to a multiple of four, the alignment of attributes and of frames on streams. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}
