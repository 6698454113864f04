import {
  ChangeHandleRequest,
  ChangePasswordRequest,
  CreateAccountRequest,
  JoinRequest,
  NewInvitationRequest,
  PasswordSignIn,
  RecoverySignIn,
  RemoveInvitationRequest,
} from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import { sendError, sendResult } from '../../http/errorResponse.ts';
import { rateLimitAddress } from '../../platform/origin/requestOrigin.ts';
import type { Accounts } from '../accounts.ts';
import type { KnownDevice } from '../accountsSql.ts';
import { requireDevice } from '../bearerAuth.ts';
import type { CredentialSignIn } from './credentialSignIn.ts';
import type { MemberInvitations } from './invitations.ts';
import type { OwnAccounts } from './ownAccount.ts';

export interface CredentialRouteDeps {
  readonly accounts: Accounts;
  readonly credentialSignIn: CredentialSignIn;
  readonly ownAccounts: OwnAccounts;
  readonly invitations: MemberInvitations;
  /** Limits sign-ins by address, right or wrong; see `AttemptLimiter` for the wrong ones. */
  readonly limit: RequestHandler;
  readonly proxies: number;
}

const body = json({ limit: '8kb' });

/** Serves signing in to accounts below `/api/session`, and a user's own account at `/api/account`. */
export function credentialRoutes(deps: CredentialRouteDeps): Router {
  const { ownAccounts, accounts, limit } = deps;
  const router = Router();
  router.post('/session/password', limit, body, signInByPassword(deps));
  router.post('/session/recovery', limit, body, signInByRecoveryCode(deps));
  router.post(
    '/join',
    limit,
    body,
    reading(JoinRequest, async (input, _request, response) => {
      sendResult(response, await ownAccounts.join(input));
    }),
  );
  const forDevice = (handle: DeviceHandler) => withDevice(accounts, handle);
  router.get(
    '/account',
    forDevice(async ({ userId }, _request, response) => {
      response.json(await ownAccounts.state(userId));
    }),
  );
  router.post(
    '/account',
    limit,
    forDevice(
      readingOf(CreateAccountRequest, async (device, input, _request, response) => {
        sendResult(response, await ownAccounts.create(device, input));
      }),
    ),
  );
  router.put(
    '/account/password',
    limit,
    forDevice(
      readingOf(ChangePasswordRequest, async (device, input, _request, response) => {
        sendResult(response, await ownAccounts.changePassword(device, input));
      }),
    ),
  );
  router.put(
    '/account/handle',
    limit,
    forDevice(
      readingOf(ChangeHandleRequest, async ({ userId }, { handle }, _request, response) => {
        sendResult(response, await ownAccounts.changeHandle(userId, handle));
      }),
    ),
  );
  router.post(
    '/account/recovery-codes',
    limit,
    forDevice(async (device, _request, response) => {
      sendResult(response, await ownAccounts.renewCodes(device));
    }),
  );
  router.use(invitationRoutes(deps));
  return router;
}

function invitationRoutes({ accounts, invitations, limit }: CredentialRouteDeps): Router {
  const router = Router();
  router.get(
    '/account/invitations',
    withDevice(accounts, async ({ userId }, _request, response) => {
      sendResult(response, await invitations.list(userId));
    }),
  );
  router.post(
    '/account/invitations',
    limit,
    withDevice(
      accounts,
      readingOf(NewInvitationRequest, async ({ userId }, input, _request, response) => {
        sendResult(response, await invitations.add(userId, input));
      }),
    ),
  );
  router.post(
    '/account/invitations/remove',
    limit,
    withDevice(
      accounts,
      readingOf(RemoveInvitationRequest, async ({ userId }, { id }, _request, response) => {
        sendResult(response, await invitations.remove(userId, id));
      }),
    ),
  );
  return router;
}

function signInByPassword({ credentialSignIn, proxies }: CredentialRouteDeps): RequestHandler {
  return reading(PasswordSignIn, async (input, request, response) => {
    sendResult(response, await credentialSignIn.byPassword(input, rateLimitAddress(request, proxies)));
  });
}

function signInByRecoveryCode({ credentialSignIn, proxies }: CredentialRouteDeps): RequestHandler {
  return reading(RecoverySignIn, async (input, request, response) => {
    sendResult(response, await credentialSignIn.byRecoveryCode(input, rateLimitAddress(request, proxies)));
  });
}

/** Handles a request of a signed-in device. */
export type DeviceHandler = (device: KnownDevice, request: Request, response: Response) => Promise<void>;

/** Authenticates before the body is read, which may take so long that the device is signed out meanwhile. */
export function withDevice(accounts: Accounts, handle: DeviceHandler, parser = body): RequestHandler[] {
  const devices = new WeakMap<Request, KnownDevice>();
  return [
    async (request, response, next) => {
      const device = await requireDevice(request, response, accounts);
      if (device === undefined) return;
      devices.set(request, device);
      next();
    },
    parser,
    async (request, response) => {
      const device = devices.get(request);
      if (device === undefined || !accounts.stillKnows(device)) sendError(response, 'unauthorized');
      else await handle(device, request, response);
    },
  ];
}

/** Handles a request whose body is valid. */
export function reading<Schema extends v.GenericSchema>(
  schema: Schema,
  handle: (input: v.InferOutput<Schema>, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const input = read(schema, request, response);
    if (input !== undefined) await handle(input, request, response);
  };
}

/** Handles a request of a signed-in device whose body is valid. */
export function readingOf<Schema extends v.GenericSchema>(
  schema: Schema,
  handle: (
    device: KnownDevice,
    input: v.InferOutput<Schema>,
    request: Request,
    response: Response,
  ) => Promise<void>,
): DeviceHandler {
  return async (device, request, response) => {
    const input = read(schema, request, response);
    if (input !== undefined) await handle(device, input, request, response);
  };
}

/** Reads the body of a request. Answers `badRequest`, with a message fit for display, and returns undefined if it is invalid. */
function read<Schema extends v.GenericSchema>(
  schema: Schema,
  request: Request,
  response: Response,
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(schema, request.body);
  if (parsed.success) return parsed.output;
  const message = parsed.issues.find(({ kind }) => kind === 'validation')?.message;
  sendError(response, 'badRequest', message === undefined ? {} : { message });
  return undefined;
}
