import type { DeviceKind } from '@ringback/protocol';
import type { Arrival } from '../http/address.ts';
import type { Attached } from './attached.ts';

/** Who makes a request: a signed-in device, and how it reached this server. */
export interface Requester extends Attached {
  readonly arrival: Arrival;
  /** What kind of device it is, as its hello said. */
  kind: DeviceKind | undefined;
}
