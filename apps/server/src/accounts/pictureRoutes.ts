import { bounds, PictureId, pictureTypes, UserId, type Person, type Result } from '@ringback/protocol';
import { raw, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { sendError } from '../http/errorResponse.ts';
import { requireDevice } from './bearerAuth.ts';
import type { Pictures } from './pictures.ts';

/** What pictures over HTTP work with. */
export interface PictureRouteDeps {
  readonly accounts: Accounts;
  readonly pictures: Pictures;
}

/** A picture never changes under its name, and is meant for who was told the name alone. */
const forever = 'private, max-age=31536000, immutable';

/** Serves `/api/pictures`: one's own, to be changed and taken away, and everybody's by their unguessable names. */
export function pictureRoutes(deps: PictureRouteDeps): Router {
  const router = Router();
  const body = raw({ type: [...pictureTypes], limit: bounds.pictureBytes });
  router.put('/mine', mayChange(deps), body, change(deps));
  router.delete('/mine', mayChange(deps), remove(deps));
  router.get('/:id', show(deps));
  return router;
}

/** Nothing is read from who may not change a picture, or not so often. */
function mayChange({ accounts, pictures }: PictureRouteDeps): RequestHandler {
  return async (request, response, next) => {
    const device = await requireDevice(request, response, accounts);
    if (device === undefined) return;
    const retryAfterMs = pictures.waitMs(device.userId);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    response.locals['userId'] = device.userId;
    next();
  };
}

function change({ pictures }: PictureRouteDeps): RequestHandler {
  return async (request, response) => {
    const type = v.safeParse(v.picklist(pictureTypes), request.headers['content-type']);
    const body: unknown = request.body;
    if (!type.success || !Buffer.isBuffer(body))
      return sendError(response, 'badRequest', { message: `A picture is ${pictureTypes.join(' or ')}.` });
    answer(response, await pictures.change(userOf(response), type.output, body));
  };
}

function remove({ pictures }: PictureRouteDeps): RequestHandler {
  return async (_request, response) => answer(response, await pictures.remove(userOf(response)));
}

function show({ pictures }: PictureRouteDeps): RequestHandler {
  return async (request: Request, response: Response) => {
    const id = v.safeParse(PictureId, request.params['id']);
    const picture = id.success ? await pictures.find(id.output) : undefined;
    if (picture === undefined) return sendError(response, 'notFound');
    response.setHeader('Cache-Control', forever);
    response.type(picture.type).send(Buffer.from(picture.bytes, 'base64'));
  };
}

function userOf(response: Response) {
  return v.parse(UserId, response.locals['userId']);
}

function answer(response: Response, outcome: Result<Person>): void {
  if (outcome.ok) response.json(outcome.data);
  else sendError(response, outcome.error.code, { message: outcome.error.message });
}
