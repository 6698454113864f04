/** The server cannot start. The message is a sentence for the person who started it. */
export class StartError extends Error {}

/** A request failed for a reason that passes: it is answered as `unavailable`, and the client may retry it. */
export abstract class UnavailableError extends Error {
  /** Whether this happens in normal operation, such as a lost race. Anything else is logged. */
  abstract readonly isExpected: boolean;
}

/** A user is refused for a reason that they may read: answered as `forbidden`, with this message. */
export class ForbiddenError extends Error {}
