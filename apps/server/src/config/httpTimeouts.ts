/** How long parts of an HTTP request may take, in ms. */
export interface HttpTimeouts {
  /** Until all headers are there, also for the agreement on a TLS session. */
  readonly headersMs: number;
  /** How often headers and whole requests are checked for being late. */
  readonly checkMs: number;
  /** How long nothing may move in the middle of a request. */
  readonly silenceMs: number;
  readonly requestMs: number;
}

/**
 * Headers take one packet, and all bodies are small or come in small parts, so what takes longer is broken or malicious.
 * Together with the interval of the checks, late headers end within 5 s.
 */
export const usualHttpTimeouts: HttpTimeouts = {
  headersMs: 4_000,
  checkMs: 500,
  silenceMs: 10_000,
  requestMs: 30_000,
};
