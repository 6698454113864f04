import { fail, ok, type Handlers, type Limits, type RequestName, type UserId } from '@ringback/protocol';
import type { Requester } from '../devices/requester.ts';
import { Buckets } from '../platform/tokenBucket.ts';
import type { Introductions } from '../people/introductions.ts';
import type { Storage } from '../storage/operations.ts';

type MeRequest = Extract<RequestName, `me:${string}`>;

/** What requests about the user's own account work with. */
export interface MeParts {
  readonly storage: Storage;
  readonly introductions: Introductions;
  readonly limits: Limits;
  readonly now: () => number;
}

const taken = 'Somebody else signs in with that name. Choose another one.';

/** Answers the requests about what the user is for others. */
export function meHandlers(parts: MeParts): Pick<Handlers<Requester>, MeRequest> {
  const { storage, introductions, limits, now } = parts;
  const byUser = new Buckets<UserId>({ size: limits.profileChangesPerMinute, intervalMs: 60_000 }, now);
  return {
    'me:rename': async ({ userId }, { name }) => {
      const retryAfterMs = byUser.take(userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const person = await storage.run('users:rename', { userId, name });
      if (person === undefined) return fail('conflict', { message: taken });
      await introductions.changed(person);
      return ok(person);
    },
  };
}
