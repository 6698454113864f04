import { fail, ok, SessionId, type Result, type SessionList } from '@ringback/protocol';
import { Router } from 'express';
import * as v from 'valibot';
import { deviceGuard } from '../accounts/bearerAuth.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { perMinute } from '../platform/tokenBucket.ts';
import type { Sessions } from './sessions.ts';

export interface SessionRouteDeps {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly now: () => number;
}

/** The list is read again while it is shown, four times a minute on each of a few devices. */
const requestRate = perMinute(120);

/** Serves `/api/sessions`: where the user is signed in, and signing out there. */
export function sessionRoutes(deps: SessionRouteDeps): Router {
  const { sessions } = deps;
  const byDevice = deviceGuard(deps, requestRate);
  const router = Router();
  router.get(
    '/',
    byDevice(async ({ userId, deviceId }) =>
      ok({ sessions: await sessions.list(userId, deviceId) } satisfies SessionList),
    ),
  );
  router.delete(
    '/',
    byDevice(async ({ userId, deviceId }) =>
      signedOut(await sessions.signOut(userId, { kind: 'others', than: deviceId }, { by: deviceId })),
    ),
  );
  router.delete(
    '/:id',
    byDevice(async ({ userId, deviceId }, request) => {
      const id = v.safeParse(SessionId, request.params['id']);
      if (!id.success) return fail('notFound');
      return signedOut(await sessions.signOut(userId, { kind: 'one', id: id.output }, { by: deviceId }));
    }),
  );
  return router;
}

/** A browser that is signed out already is what was asked for. */
function signedOut(devices: number | undefined): Result<unknown> {
  return devices === undefined ? fail('unauthorized') : ok(undefined);
}
