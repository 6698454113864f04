import { fail, ok, type Handlers, type Limits, type RequestName, type UserId } from '@ringback/protocol';
import type { RequestContext } from '../devices/requestContext.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { Storage } from '../storage/storage.ts';
import type { AccountOperations } from './accountsSql.ts';

type MeRequest = Extract<RequestName, `me:${string}`>;

/** What requests about the user's own account work with. */
export interface AccountHandlerDeps {
  readonly storage: Storage<AccountOperations>;
  readonly contactNotifier: ContactNotifier;
  readonly limits: Limits;
  readonly now: () => number;
}

const taken = 'Somebody else signs in with that name. Choose another one.';

/** Answers the requests about what the user is for others. */
export function accountHandlers(deps: AccountHandlerDeps): Pick<Handlers<RequestContext>, MeRequest> {
  const { storage, contactNotifier, limits, now } = deps;
  const byUser = new KeyedTokenBucket<UserId>(
    { size: limits.profileChangesPerMinute, intervalMs: 60_000 },
    now,
  );
  return {
    'me:rename': async ({ userId }, { name }) => {
      const retryAfterMs = byUser.take(userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const person = await storage.run('users:rename', { userId, name });
      if (person === undefined) return fail('conflict', { message: taken });
      await contactNotifier.changed(person);
      return ok(person);
    },
  };
}
