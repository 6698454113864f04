/** The code in what a QR code holds, which is an address like `/settings#link=CODE`; undefined if it is another one. */
export function codeInAddress(address: string, origin: string): string | undefined {
  const url = URL.parse(address);
  return url?.origin === origin ? codeInFragment(url.hash) : undefined;
}

/** The code in the fragment of an address. */
export function codeInFragment(hash: string): string | undefined {
  return /^#link=([0-9A-Za-z-]{1,40})$/.exec(hash)?.[1];
}
