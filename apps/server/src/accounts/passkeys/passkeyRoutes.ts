import {
  AddPasskeyRequest,
  JoinByPasskeyRequest,
  JoinOptionsRequest,
  PasskeySignIn,
  ProofRequest,
  RemovePasskeyRequest,
} from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import { sendError, sendResult } from '../../http/errorResponse.ts';
import type { Accounts } from '../accounts.ts';
import { reading, readingOf, withDevice, type DeviceHandler } from '../credentials/credentialRoutes.ts';
import type { PasskeyAccounts } from './passkeyAccounts.ts';

export interface PasskeyRouteDeps {
  readonly accounts: Accounts;
  readonly passkeys: PasskeyAccounts;
  /** Limits sign-ins by address. */
  readonly limit: RequestHandler;
}

/** An attestation takes 2 kB, with certificates up to 8. */
const body = json({ limit: '16kb' });

/** Serves signing in by passkey, joining by one, and the passkeys of a user's own account. */
export function passkeyRoutes({ accounts, passkeys, limit }: PasskeyRouteDeps): Router {
  const router = Router();
  router.post('/session/passkey/options', limit, async (_request, response) => {
    response.json(await passkeys.signInOptions());
  });
  router.post(
    '/session/passkey',
    limit,
    body,
    reading(PasskeySignIn, async (input, request, response) => {
      const origin = pageOrigin(request, response);
      if (origin !== undefined) sendResult(response, await passkeys.signIn(input, origin));
    }),
  );
  router.post(
    '/join/passkey/options',
    limit,
    body,
    reading(JoinOptionsRequest, async (input, _request, response) => {
      sendResult(response, await passkeys.joinOptions(input));
    }),
  );
  router.post(
    '/join/passkey',
    limit,
    body,
    reading(JoinByPasskeyRequest, async (input, request, response) => {
      const origin = pageOrigin(request, response);
      if (origin !== undefined) sendResult(response, await passkeys.join(input, origin));
    }),
  );
  router.use(ownPasskeyRoutes({ accounts, passkeys, limit }));
  router.use(proofRoutes({ accounts, passkeys, limit }));
  return router;
}

/** Serves the passkeys of the user of a signed-in device. */
function ownPasskeyRoutes({ accounts, passkeys, limit }: PasskeyRouteDeps): Router {
  const router = Router();
  const forDevice = (handle: DeviceHandler) => withDevice(accounts, handle, body);
  router.post(
    '/account/passkeys/options',
    limit,
    forDevice(async (device, _request, response) => {
      sendResult(response, await passkeys.newOptions(device));
    }),
  );
  router.post(
    '/account/passkeys',
    limit,
    forDevice(
      readingOf(AddPasskeyRequest, async (device, input, request, response) => {
        const origin = pageOrigin(request, response);
        if (origin !== undefined) sendResult(response, await passkeys.add(device, input, origin));
      }),
    ),
  );
  router.post(
    '/account/passkeys/remove',
    limit,
    forDevice(
      readingOf(RemovePasskeyRequest, async (device, input, _request, response) => {
        sendResult(response, await passkeys.remove(device, input));
      }),
    ),
  );
  return router;
}

/** Serves proofs of who the user of a signed-in device is. */
function proofRoutes({ accounts, passkeys, limit }: PasskeyRouteDeps): Router {
  const router = Router();
  const forDevice = (handle: DeviceHandler) => withDevice(accounts, handle, body);
  router.post(
    '/account/proof/options',
    limit,
    forDevice(async (device, _request, response) => {
      sendResult(response, await passkeys.proofOptions(device));
    }),
  );
  router.post(
    '/account/proof',
    limit,
    forDevice(
      readingOf(ProofRequest, async (device, input, request, response) => {
        sendResult(response, await passkeys.prove(device, input, request.headers.origin));
      }),
    ),
  );
  return router;
}

/** The origin of the page, which is one of the server's own: others were refused before. Only browsers have passkeys. */
function pageOrigin(request: Request, response: Response): string | undefined {
  const { origin } = request.headers;
  if (origin === undefined) sendError(response, 'badRequest');
  return origin;
}
