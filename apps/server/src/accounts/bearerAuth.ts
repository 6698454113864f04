import { Token } from '@ringback/protocol';
import type { Request, Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import type { KnownDevice } from './accountsSql.ts';
import { sendError } from '../http/errorResponse.ts';

/** Finds the device whose token a request bears; undefined once it was refused for want of one. */
export async function requireDevice(
  request: Request,
  response: Response,
  accounts: Accounts,
): Promise<KnownDevice | undefined> {
  const token = v.safeParse(Token, request.headers.authorization?.replace(/^Bearer /i, ''));
  const device = token.success ? await accounts.deviceOf(token.output) : undefined;
  if (device === undefined) sendError(response, 'unauthorized');
  return device;
}
