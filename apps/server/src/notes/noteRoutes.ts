import { pipeline } from 'node:stream/promises';
import { CallId, fail, Greeting, NoteId, NoteOffer, ok, type Result, type UserId } from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { sendError } from '../http/errorResponse.ts';
import { requireDevice } from '../accounts/bearerAuth.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { VoicemailGreetings } from './voicemailGreetings.ts';
import type { NoteUploads } from './noteUploads.ts';
import type { NoteRetention } from './noteRetention.ts';

/** What notes over HTTP work with. */
export interface NoteRouteDeps {
  readonly accounts: Accounts;
  readonly uploads: NoteUploads;
  readonly retention: NoteRetention;
  readonly greetings: VoicemailGreetings;
  readonly now: () => number;
}

/** A greeting of the most bytes in base64, and a little for the rest. */
const greetingLimit = '1500kb';
/** Opaque to the server: it knows what a note was said to be, and never looks. */
const contentType = 'application/octet-stream';
/** A video note goes in some twenty parts; this is for several at once, with a broken connection. */
const perMinute = { size: 240, intervalMs: 60_000 };

/**
 * Serves `/api/notes`: greetings, offers of notes, their bytes in parts, and the bytes of those that are complete. Who
 * asks is known before anything of a body is read.
 */
export function noteRoutes({ accounts, uploads, retention, greetings, now }: NoteRouteDeps): Router {
  const asker = new Asker(accounts, now);
  const router = Router();
  router.use(asker.admit);
  router.get('/greeting', asker.handle(ownGreeting(greetings)));
  router.put('/greeting', json({ limit: greetingLimit }), asker.handle(setGreeting(greetings)));
  router.delete('/greeting', asker.handle(removeGreeting(greetings)));
  router.get('/greeting/:callId', asker.handle(greetingAfter(greetings)));
  router.post('/', json({ limit: '4kb' }), asker.handle(takeOffer(uploads)));
  router.patch('/:id', asker.handle(takePart(uploads)));
  router.get('/:id', asker.handle(handOut(retention)));
  return router;
}

type Handle = (userId: UserId, request: Request, response: Response) => Promise<void>;

/** Knows who asks. */
class Asker {
  readonly #accounts: Accounts;
  readonly #byUser: KeyedTokenBucket<UserId>;
  readonly #admitted = new WeakMap<Request, UserId>();

  constructor(accounts: Accounts, now: () => number) {
    this.#accounts = accounts;
    this.#byUser = new KeyedTokenBucket(perMinute, now);
  }

  /** Lets those pass who are signed in, and do not ask too often. */
  readonly admit: RequestHandler = async (request, response, next) => {
    const device = await requireDevice(request, response, this.#accounts);
    if (device === undefined) return;
    const retryAfterMs = this.#byUser.take(device.userId);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    this.#admitted.set(request, device.userId);
    next();
  };

  /** Handles what somebody asks who was let pass. */
  handle(handle: Handle): RequestHandler {
    return async (request, response) => {
      const userId = this.#admitted.get(request);
      if (userId === undefined) sendError(response, 'unauthorized');
      else await handle(userId, request, response);
    };
  }
}

function takeOffer(uploads: NoteUploads): Handle {
  return async (userId, request, response) => {
    const offer = v.safeParse(NoteOffer, request.body);
    if (offer.success) answer(response, await uploads.offer(userId, offer.output));
    else answer(response, fail('badRequest', { message: whatIsWrong(offer.issues[0]) }));
  };
}

function takePart(uploads: NoteUploads): Handle {
  return async (userId, request, response) => {
    const id = v.safeParse(NoteId, request.params['id']);
    const offset = v.safeParse(Offset, request.headers['upload-offset']);
    if (!id.success) answer(response, fail('notFound'));
    else if (request.headers['content-type'] !== contentType) answer(response, wrongType);
    else if (!offset.success) answer(response, withoutOffset);
    else answer(response, await uploads.take(userId, id.output, { offset: offset.output, body: request }));
  };
}

function handOut(retention: NoteRetention): Handle {
  return async (userId, request, response) => {
    const id = v.safeParse(NoteId, request.params['id']);
    const opened = id.success ? await retention.open(userId, id.output) : undefined;
    if (opened === undefined) return sendError(response, 'notFound');
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Disposition', 'attachment; filename="note"');
    response.setHeader('Content-Length', opened.size);
    // Who goes away in the middle is no fault of ours.
    await pipeline(opened.bytes, response).catch(() => response.destroy());
  };
}

function ownGreeting(greetings: VoicemailGreetings): Handle {
  return async (userId, _request, response) => answer(response, await greetings.of(userId));
}

function greetingAfter(greetings: VoicemailGreetings): Handle {
  return async (userId, request, response) => {
    const callId = v.safeParse(CallId, request.params['callId']);
    answer(response, callId.success ? await greetings.after(userId, callId.output) : fail('notFound'));
  };
}

function setGreeting(greetings: VoicemailGreetings): Handle {
  return async (userId, request, response) => {
    const greeting = v.safeParse(Greeting, request.body);
    if (greeting.success) answer(response, await greetings.set(userId, greeting.output));
    else answer(response, fail('badRequest', { message: whatIsWrong(greeting.issues[0]) }));
  };
}

function removeGreeting(greetings: VoicemailGreetings): Handle {
  return async (userId, _request, response) => {
    await greetings.remove(userId);
    answer(response, ok({}));
  };
}

const Offset = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const wrongType = fail('badRequest', { message: `The parts of a note are ${contentType}.` });
const withoutOffset = fail('badRequest', { message: 'The header Upload-Offset says where a part begins.' });

function answer(response: Response, outcome: Result<object>): void {
  if (outcome.ok) response.json(outcome.data);
  else sendError(response, outcome.error.code, { message: outcome.error.message });
}

/** In the words of the schema, where it has some for people: what valibot says by itself is for programmers. */
function whatIsWrong(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return `That was not understood: ${v.getDotPath(issue) ?? 'its whole'} is not as expected.`;
}
