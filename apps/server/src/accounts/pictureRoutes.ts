import { bounds, PictureId, pictureTypes } from '@ringback/protocol';
import { raw, Router, type Request, type RequestHandler } from 'express';
import * as v from 'valibot';
import { sendError, sendResult } from '../http/errorResponse.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { Accounts } from './accounts.ts';
import { UserGuard, type UserRequestHandler } from './bearerAuth.ts';
import type { Pictures } from './pictures.ts';

export interface PictureRouteDeps {
  readonly accounts: Accounts;
  readonly pictures: Pictures;
  readonly proxies: number;
  readonly now: () => number;
}

/**
 * What one address, which may be the NAT of an office, may store in a day, however many users it makes: more than 1500
 * pictures of the largest size.
 */
const bytesPerAddress = { burst: 100e6, refill: 100e6, intervalMs: 24 * 60 * 60 * 1000 };

/** The picture of an id never changes, so browsers may cache it forever; proxies may not, because the id is a secret. */
const cacheForever = 'private, max-age=31536000, immutable';

/** Serves `/api/pictures`: changing and removing the user's own, and everyone's by their unguessable ids. */
export function pictureRoutes({ accounts, pictures, proxies, now }: PictureRouteDeps): Router {
  const bytes = new KeyedTokenBucket<string>(bytesPerAddress, now);
  const guard = new UserGuard(accounts, (userId) => pictures.takeChange(userId));
  const router = Router();
  const body = raw({ type: [...pictureTypes], limit: bounds.pictureBytes });
  const takeBytes = (request: Request, count: number): number =>
    bytes.take(rateLimitAddress(request, proxies), count);
  router.put('/mine', guard.admit, body, guard.handle(changePicture(pictures, takeBytes)));
  router.delete('/mine', guard.admit, guard.handle(removePicture(pictures)));
  router.get('/:id', sendPicture(pictures));
  return router;
}

function changePicture(
  pictures: Pictures,
  takeBytes: (request: Request, count: number) => number,
): UserRequestHandler {
  return async (userId, request, response) => {
    const type = v.safeParse(v.picklist(pictureTypes), request.headers['content-type']);
    const body: unknown = request.body;
    if (!type.success || !Buffer.isBuffer(body))
      return sendError(response, 'badRequest', { message: `A picture is ${pictureTypes.join(' or ')}.` });
    const retryAfterMs = takeBytes(request, body.length);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    sendResult(response, await pictures.change(userId, type.output, body));
  };
}

function removePicture(pictures: Pictures): UserRequestHandler {
  return async (userId, _request, response) => sendResult(response, await pictures.remove(userId));
}

function sendPicture(pictures: Pictures): RequestHandler {
  return async (request, response) => {
    const id = v.safeParse(PictureId, request.params['id']);
    const picture = id.success ? await pictures.find(id.output) : undefined;
    if (picture === undefined) return sendError(response, 'notFound');
    response.setHeader('Cache-Control', cacheForever);
    response.type(picture.type).send(Buffer.from(picture.bytes, 'base64'));
  };
}
