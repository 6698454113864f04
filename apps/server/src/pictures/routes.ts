import { bounds, PictureId, pictureTypes, UserId, type Person, type Result } from '@ringback/protocol';
import { raw, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { answerError } from '../http/answers.ts';
import { bearer } from '../http/bearer.ts';
import type { Pictures } from './pictures.ts';

/** What pictures over HTTP work with. */
export interface PictureRouteParts {
  readonly accounts: Accounts;
  readonly pictures: Pictures;
}

/** A picture never changes under its name, and is meant for who was told the name alone. */
const forever = 'private, max-age=31536000, immutable';

/** Serves `/api/pictures`: one's own, to be changed and taken away, and everybody's by their unguessable names. */
export function pictureRoutes(parts: PictureRouteParts): Router {
  const router = Router();
  const body = raw({ type: [...pictureTypes], limit: bounds.pictureBytes });
  router.put('/mine', mayChange(parts), body, change(parts));
  router.delete('/mine', mayChange(parts), remove(parts));
  router.get('/:id', show(parts));
  return router;
}

/** Nothing is read from who may not change a picture, or not so often. */
function mayChange({ accounts, pictures }: PictureRouteParts): RequestHandler {
  return async (request, response, next) => {
    const device = await bearer(request, response, accounts);
    if (device === undefined) return;
    const retryAfterMs = pictures.waitMs(device.userId);
    if (retryAfterMs > 0) return answerError(response, 'tooMany', { retryAfterMs });
    response.locals['userId'] = device.userId;
    next();
  };
}

function change({ pictures }: PictureRouteParts): RequestHandler {
  return async (request, response) => {
    const type = v.safeParse(v.picklist(pictureTypes), request.headers['content-type']);
    const body: unknown = request.body;
    if (!type.success || !Buffer.isBuffer(body))
      return answerError(response, 'badRequest', { message: `A picture is ${pictureTypes.join(' or ')}.` });
    answer(response, await pictures.change(userOf(response), type.output, body));
  };
}

function remove({ pictures }: PictureRouteParts): RequestHandler {
  return async (_request, response) => answer(response, await pictures.remove(userOf(response)));
}

function show({ pictures }: PictureRouteParts): RequestHandler {
  return async (request: Request, response: Response) => {
    const id = v.safeParse(PictureId, request.params['id']);
    const picture = id.success ? await pictures.find(id.output) : undefined;
    if (picture === undefined) return answerError(response, 'notFound');
    response.setHeader('Cache-Control', forever);
    response.type(picture.type).send(Buffer.from(picture.bytes, 'base64'));
  };
}

function userOf(response: Response) {
  return v.parse(UserId, response.locals['userId']);
}

function answer(response: Response, outcome: Result<Person>): void {
  if (outcome.ok) response.json(outcome.data);
  else answerError(response, outcome.error.code, { message: outcome.error.message });
}
