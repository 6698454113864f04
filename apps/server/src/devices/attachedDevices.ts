import type { DeviceId, DeviceKind, ProfileId, Push, PushName, UserId } from '@ringback/protocol';
import type { RequestOrigin } from '../platform/origin/requestOrigin.ts';

/** A device that is connected to this server and has said hello. */
export interface AttachedDevice {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** The browser profile of the device, if its hello named one. */
  profile: ProfileId | undefined;
  /** Its page can show a second call. */
  readonly showsSecondCalls: boolean;
  /** It can, and its user wants that; known shortly after the hello. */
  takesSecondCalls: boolean;
  /** Sends a push. It is lost if the device is away, which then catches up with its next hello. */
  push<N extends PushName>(name: N, payload: Push<N>): void;
  /** Closes the connection for good. */
  disconnect(): void;
}

/** The device that makes a request, and how it reached this server. */
export interface RequestContext extends AttachedDevice {
  readonly origin: RequestOrigin;
  /** When its user was made, in server ms; null for an account. */
  readonly guestSince: number | null;
  /** The kind of device, if its hello named one. */
  kind: DeviceKind | undefined;
  /** Whether the device has yet to read so many answers that it gets no more lists. */
  readonly isBehind: boolean;
}

const none: readonly AttachedDevice[] = [];

/** All attached devices. Of several connections of one device, the newest counts. */
export class AttachedDevices {
  readonly #byDevice = new Map<DeviceId, AttachedDevice>();
  readonly #byUser = new Map<UserId, readonly AttachedDevice[]>();

  /** Makes a connection the current one of its device, and disconnects an older one. */
  attach(device: AttachedDevice): void {
    const older = this.#byDevice.get(device.deviceId);
    if (older === device) return;
    if (older !== undefined) this.#remove(older);
    this.#byDevice.set(device.deviceId, device);
    this.#byUser.set(device.userId, [...this.ofUser(device.userId), device]);
    older?.disconnect();
  }

  /** Removes a closed connection. Returns whether it was the current one of its device. */
  detach(device: AttachedDevice): boolean {
    if (!this.isCurrent(device)) return false;
    this.#remove(device);
    return true;
  }

  #remove(device: AttachedDevice): void {
    this.#byDevice.delete(device.deviceId);
    const rest = this.ofUser(device.userId).filter((other) => other !== device);
    if (rest.length === 0) this.#byUser.delete(device.userId);
    else this.#byUser.set(device.userId, rest);
  }

  /** Whether a connection has said hello and no newer one has replaced it. */
  isCurrent(device: AttachedDevice): boolean {
    return this.#byDevice.get(device.deviceId) === device;
  }

  get(deviceId: DeviceId): AttachedDevice | undefined {
    return this.#byDevice.get(deviceId);
  }

  ofUser(userId: UserId): readonly AttachedDevice[] {
    return this.#byUser.get(userId) ?? none;
  }

  /** What a user has set, for the devices that are attached now. */
  setBusyOnAnotherCall(userId: UserId, isBusy: boolean): void {
    for (const device of this.ofUser(userId)) device.takesSecondCalls = device.showsSecondCalls && !isBusy;
  }

  /** Sends a push to all devices of a user, except one. */
  pushToUser<N extends PushName>(userId: UserId, name: N, payload: Push<N>, except?: DeviceId): void {
    for (const device of this.ofUser(userId)) {
      if (device.deviceId !== except) device.push(name, payload);
    }
  }
}
