/** A random UUID (RFC 9562, version 4), also in browsers that have only random bytes. */
export function randomUuid(source: Partial<Crypto> & Pick<Crypto, 'getRandomValues'> = crypto): string {
  try {
    if (source.randomUUID !== undefined) return source.randomUUID();
  } catch {
    // The bytes have to do.
  }
  const bytes = source.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, index) => (byte & mask(index)) | marks(index));
  const digits = hex.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The bits of byte 6 that are the version, and of byte 8 that are the variant. */
function mask(index: number): number {
  if (index === 6) return 0x0f;
  return index === 8 ? 0x3f : 0xff;
}

function marks(index: number): number {
  if (index === 6) return 0x40;
  return index === 8 ? 0x80 : 0;
}
