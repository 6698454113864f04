import type { DeviceId, ProfileId, Push, PushName, UserId } from '@ringback/protocol';

/** A device that is with this server now, as other rooms know it. */
export interface AttachedDevice {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** Which browser profile it is of, if its hello said so. */
  profile: ProfileId | undefined;
  /** Sends to the device; what it does not get while away it learns from its next hello. */
  push<N extends PushName>(name: N, payload: Push<N>): void;
  /** Ends the connection for good. */
  disconnect(): void;
}

const nobody: readonly AttachedDevice[] = [];

/** Who is with this server now. The newest connection of a device is the device. */
export class AttachedDevices {
  readonly #byDevice = new Map<DeviceId, AttachedDevice>();
  readonly #byUser = new Map<UserId, readonly AttachedDevice[]>();

  /** Takes a connection as its device, in place of an older one, which is dismissed. */
  attach(device: AttachedDevice): void {
    const older = this.#byDevice.get(device.deviceId);
    if (older === device) return;
    if (older !== undefined) this.#forget(older);
    this.#byDevice.set(device.deviceId, device);
    this.#byUser.set(device.userId, [...this.ofUser(device.userId), device]);
    older?.disconnect();
  }

  /** Lets a connection go; says whether it still was its device. */
  detach(device: AttachedDevice): boolean {
    if (!this.isCurrent(device)) return false;
    this.#forget(device);
    return true;
  }

  #forget(device: AttachedDevice): void {
    this.#byDevice.delete(device.deviceId);
    const rest = this.ofUser(device.userId).filter((other) => other !== device);
    if (rest.length === 0) this.#byUser.delete(device.userId);
    else this.#byUser.set(device.userId, rest);
  }

  /** Whether a connection has said hello, and no newer one has taken its place. */
  isCurrent(device: AttachedDevice): boolean {
    return this.#byDevice.get(device.deviceId) === device;
  }

  get(deviceId: DeviceId): AttachedDevice | undefined {
    return this.#byDevice.get(deviceId);
  }

  ofUser(userId: UserId): readonly AttachedDevice[] {
    return this.#byUser.get(userId) ?? nobody;
  }

  /** Sends to all devices of a user, but for the one that caused it. */
  pushToUser<N extends PushName>(userId: UserId, name: N, payload: Push<N>, except?: DeviceId): void {
    for (const device of this.ofUser(userId)) {
      if (device.deviceId !== except) device.push(name, payload);
    }
  }
}
