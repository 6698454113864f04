import * as v from 'valibot';

/**
 * Every error that a request can be answered with: whether the same request may be tried again unchanged, and the
 * message for users. Both the server's codes and the words on the screen come from this table.
 */
export const errors = {
  badRequest: { retryable: false, message: 'The request was not understood. Reload the page.' },
  unauthorized: { retryable: false, message: 'You are signed out. Sign in again.' },
  forbidden: { retryable: false, message: 'You may not do that in this call.' },
  notFound: { retryable: false, message: 'That does not exist.' },
  conflict: { retryable: false, message: "You're on another call." },
  answeredElsewhere: { retryable: false, message: 'Another device answered.' },
  ended: { retryable: false, message: 'The call has ended.' },
  tooMany: { retryable: true, message: 'Too many attempts. Wait a moment.' },
  tooLarge: { retryable: false, message: 'That is too large.' },
  offline: { retryable: true, message: 'The server cannot be reached.' },
  unavailable: { retryable: true, message: 'The server is busy. Try again.' },
  internal: { retryable: true, message: 'Something went wrong on the server. Try again.' },
} as const satisfies Record<string, { retryable: boolean; message: string }>;

export type ErrorCode = keyof typeof errors;

/**
 * Whether the same request may be tried again unchanged. After such an error its outcome is open: the server may have
 * carried the request out without its answer arriving, so every retried request must be safe to repeat.
 */
export function isRetryable(code: ErrorCode): boolean {
  return errors[code].retryable;
}

const codes = Object.keys(errors).filter((code): code is ErrorCode => code in errors);

export const WireError = v.object({
  code: v.picklist(codes),
  message: v.pipe(v.string(), v.maxLength(400)),
  /** With `tooMany`: how long to wait, in ms. */
  retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** With `forbidden`: the request succeeds once the user has proved on this device who they are. */
  needsProof: v.optional(v.boolean()),
});
export type WireError = v.InferOutput<typeof WireError>;

/** How every request ends. */
export type Result<Data> =
  { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly error: WireError };

/** What an error says beside its code. */
export type ErrorDetails = Partial<Omit<WireError, 'code'>>;

/** Makes the error of a code, with the message of the table unless another one is given. */
export function wireError(code: ErrorCode, more: ErrorDetails = {}): WireError {
  return { code, message: errors[code].message, ...more };
}

export function ok<Data>(data: Data): Result<Data> {
  return { ok: true, data };
}

export function fail(code: ErrorCode, more: ErrorDetails = {}): Result<never> {
  return { ok: false, error: wireError(code, more) };
}
