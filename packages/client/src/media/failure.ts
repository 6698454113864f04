/**
 * Why an input cannot be used, in terms a person can act on. Each maps from the names of DOMException that
 * `getUserMedia` rejects with (Media Capture and Streams, section 10.2).
 */
export type CaptureFailure =
  /** The person, or a policy, said no. */
  | 'notAllowed'
  /** There is no such device. */
  | 'notFound'
  /** Another program holds it, or the system does. */
  | 'inUse'
  /** The page may not ask at all: not a secure address, or no such function in this browser. */
  | 'unsupported'
  /** Anything else. */
  | 'failed';
