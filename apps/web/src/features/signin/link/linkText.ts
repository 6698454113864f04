import type { LinkEnd } from '@ringback/protocol';

/** A code in groups that can be read out: "K7QF-2M9X-TB4D". */
export function groupedCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** The address in the QR code. The code is in the fragment, which no server sees. */
export function linkAddress(origin: string, code: string): string {
  return `${origin}/settings#link=${code}`;
}

/** Fixed text for linking this browser to a signed-in one. */
export const text = {
  how: 'In a browser where you\'re signed in, go to Settings, Devices, "Link a device". Scan this, or type the code.',
  qr: 'QR code for the other browser',
  code: 'Code',
  valid: 'Valid for 2 minutes.',
  loading: 'Getting a code…',
  number: 'Choose this number in the other browser:',
  warning: (name: string) => `You'll be signed in as ${name}. Stop if that's not you.`,
  again: 'Show a new code',
  ended: {
    expired: 'The code has expired.',
    refused: 'The other browser refused.',
    wrong: 'Another number was chosen, so nothing was linked.',
  } satisfies { readonly [E in LinkEnd]: string },
} as const;
