import { bounds, PictureId, pictureTypes } from '@ringback/protocol';
import { raw, Router, type RequestHandler } from 'express';
import * as v from 'valibot';
import { sendError, sendResult } from '../http/errorResponse.ts';
import type { Accounts } from './accounts.ts';
import { UserGuard, type UserRequestHandler } from './bearerAuth.ts';
import type { Pictures } from './pictures.ts';

export interface PictureRouteDeps {
  readonly accounts: Accounts;
  readonly pictures: Pictures;
}

/** The picture of an id never changes, so browsers may cache it forever; proxies may not, because the id is a secret. */
const cacheForever = 'private, max-age=31536000, immutable';

/** Serves `/api/pictures`: changing and removing the user's own, and everyone's by their unguessable ids. */
export function pictureRoutes({ accounts, pictures }: PictureRouteDeps): Router {
  const guard = new UserGuard(accounts, (userId) => pictures.takeChange(userId));
  const router = Router();
  const body = raw({ type: [...pictureTypes], limit: bounds.pictureBytes });
  router.put('/mine', guard.admit, body, guard.handle(changePicture(pictures)));
  router.delete('/mine', guard.admit, guard.handle(removePicture(pictures)));
  router.get('/:id', sendPicture(pictures));
  return router;
}

function changePicture(pictures: Pictures): UserRequestHandler {
  return async (userId, request, response) => {
    const type = v.safeParse(v.picklist(pictureTypes), request.headers['content-type']);
    const body: unknown = request.body;
    if (!type.success || !Buffer.isBuffer(body))
      return sendError(response, 'badRequest', { message: `A picture is ${pictureTypes.join(' or ')}.` });
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
