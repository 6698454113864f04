import type { DeviceKind } from '@ringback/protocol';
import type { RequestOrigin } from '../platform/requestOrigin.ts';
import type { AttachedDevice } from './attachedDevices.ts';

/** Who makes a request: a signed-in device, and how it reached this server. */
export interface RequestContext extends AttachedDevice {
  readonly origin: RequestOrigin;
  /** What kind of device it is, as its hello said. */
  kind: DeviceKind | undefined;
}
