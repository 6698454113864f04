import type { Attached } from './attached.ts';

/** Who makes a request: a signed-in device, and the name of its user. */
export interface Requester extends Attached {
  readonly name: string;
}
