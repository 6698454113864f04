import { pipeline } from 'node:stream/promises';
import { CallId, fail, Greeting, NoteId, NoteOffer, ok, type Result, type UserId } from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { answerError } from '../http/answers.ts';
import { bearer } from '../http/bearer.ts';
import { Buckets } from '../limits/bucket.ts';
import type { Greetings } from './greetings.ts';
import type { NoteIntake } from './intake.ts';
import type { NoteKeeping } from './keeping.ts';

/** What notes over HTTP work with. */
export interface NoteRouteParts {
  readonly accounts: Accounts;
  readonly intake: NoteIntake;
  readonly keeping: NoteKeeping;
  readonly greetings: Greetings;
  readonly now: () => number;
}

/** A greeting of the most bytes in base64, and a little for the rest. */
const greetingLimit = '1500kb';
/** Opaque to the server: it knows what a note was said to be, and never looks. */
const contentType = 'application/octet-stream';
/** A video note goes in some twenty parts; this is for several at once, with a broken connection. */
const perMinute = { size: 240, intervalMs: 60_000 };

/** Serves `/api/notes`: greetings, offers of notes, their bytes in parts, and the bytes of those that are complete. */
export function noteRoutes({ accounts, intake, keeping, greetings, now }: NoteRouteParts): Router {
  const asking: Asking = { accounts, byUser: new Buckets(perMinute, now) };
  const router = Router();
  router.get('/greeting', ownGreeting(asking, greetings));
  router.put('/greeting', json({ limit: greetingLimit }), setGreeting(asking, greetings));
  router.delete('/greeting', removeGreeting(asking, greetings));
  router.get('/greeting/:callId', greetingAfter(asking, greetings));
  router.post('/', json({ limit: '4kb' }), takeOffer(asking, intake));
  router.patch('/:id', takePart(asking, intake));
  router.get('/:id', handOut(asking, keeping));
  return router;
}

interface Asking {
  readonly accounts: Accounts;
  readonly byUser: Buckets<UserId>;
}

/** Who asks; undefined once they were refused. */
async function asker(
  { accounts, byUser }: Asking,
  request: Request,
  response: Response,
): Promise<UserId | undefined> {
  const device = await bearer(request, response, accounts);
  if (device === undefined) return undefined;
  const retryAfterMs = byUser.take(device.userId);
  if (retryAfterMs === 0) return device.userId;
  answerError(response, 'tooMany', { retryAfterMs });
  return undefined;
}

function takeOffer(asking: Asking, intake: NoteIntake): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    const offer = v.safeParse(NoteOffer, request.body);
    if (offer.success) answer(response, await intake.offer(userId, offer.output));
    else answer(response, fail('badRequest', { message: whatIsWrong(offer.issues[0]) }));
  };
}

function takePart(asking: Asking, intake: NoteIntake): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    const id = v.safeParse(NoteId, request.params['id']);
    const offset = v.safeParse(Offset, request.headers['upload-offset']);
    if (!id.success) answer(response, fail('notFound'));
    else if (request.headers['content-type'] !== contentType) answer(response, wrongType);
    else if (!offset.success) answer(response, withoutOffset);
    else answer(response, await intake.take(userId, id.output, { offset: offset.output, body: request }));
  };
}

function handOut(asking: Asking, keeping: NoteKeeping): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    const id = v.safeParse(NoteId, request.params['id']);
    const opened = id.success ? await keeping.open(userId, id.output) : undefined;
    if (opened === undefined) return answerError(response, 'notFound');
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Disposition', 'attachment; filename="note"');
    response.setHeader('Content-Length', opened.size);
    // Who goes away in the middle is no fault of ours.
    await pipeline(opened.bytes, response).catch(() => response.destroy());
  };
}

function ownGreeting(asking: Asking, greetings: Greetings): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId !== undefined) answer(response, await greetings.of(userId));
  };
}

function greetingAfter(asking: Asking, greetings: Greetings): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    const callId = v.safeParse(CallId, request.params['callId']);
    answer(response, callId.success ? await greetings.after(userId, callId.output) : fail('notFound'));
  };
}

function setGreeting(asking: Asking, greetings: Greetings): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    const greeting = v.safeParse(Greeting, request.body);
    if (greeting.success) answer(response, await greetings.set(userId, greeting.output));
    else answer(response, fail('badRequest', { message: whatIsWrong(greeting.issues[0]) }));
  };
}

function removeGreeting(asking: Asking, greetings: Greetings): RequestHandler {
  return async (request, response) => {
    const userId = await asker(asking, request, response);
    if (userId === undefined) return;
    await greetings.remove(userId);
    answer(response, ok({}));
  };
}

const Offset = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const wrongType = fail('badRequest', { message: `The parts of a note are ${contentType}.` });
const withoutOffset = fail('badRequest', { message: 'The header Upload-Offset says where a part begins.' });

function answer(response: Response, outcome: Result<object>): void {
  if (outcome.ok) response.json(outcome.data);
  else answerError(response, outcome.error.code, { message: outcome.error.message });
}

function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  return `That was not understood: ${v.getDotPath(issue) ?? 'its whole'} is not as expected.`;
}
