import { parseTurnUser } from './credentials.ts';

interface Grant {
  readonly username: string;
  readonly group: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  isEnded: boolean;
}

/**
 * The user names that were issued for a group of allocations, such as those of one device in one call. They're kept
 * until they expire, because until then they allow new allocations.
 */
export class Grants {
  readonly #byName = new Map<string, Grant>();
  readonly #byGroup = new Map<string, Set<Grant>>();

  get size(): number {
    return this.#byName.size;
  }

  /** Adds a user name to a group. A name that is not in the form of a TURN user name is ignored. */
  add(username: string, group: string): void {
    const user = parseTurnUser(username);
    if (user === undefined || this.#byName.has(username)) return;
    const grant: Grant = { username, group, expiresAt: user.expiresAt, isEnded: false };
    this.#byName.set(username, grant);
    const others = this.#byGroup.get(group);
    if (others === undefined) this.#byGroup.set(group, new Set([grant]));
    else others.add(grant);
  }

  /** The group of a user name; undefined for one that was not issued for a group. */
  groupOf(username: string): string | undefined {
    return this.#byName.get(username)?.group;
  }

  /** Whether the group of a user name has ended, so that it allows no allocation any more. */
  isEnded(username: string): boolean {
    return this.#byName.get(username)?.isEnded ?? false;
  }

  /** Ends a group for the names that it has now; a name that is added later works. */
  end(group: string): void {
    for (const grant of this.#byGroup.get(group) ?? []) grant.isEnded = true;
  }

  /** Forgets names that have expired. */
  sweep(unixSeconds: number): void {
    for (const grant of this.#byName.values()) {
      if (grant.expiresAt <= unixSeconds) this.#forget(grant);
    }
  }

  #forget(grant: Grant): void {
    this.#byName.delete(grant.username);
    const others = this.#byGroup.get(grant.group);
    others?.delete(grant);
    if (others?.size === 0) this.#byGroup.delete(grant.group);
  }
}
