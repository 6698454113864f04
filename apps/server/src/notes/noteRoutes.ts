import { pipeline } from 'node:stream/promises';
import { bounds, CallId, fail, Greeting, NoteId, NoteOffer, ok, type UserId } from '@ringback/protocol';
import { json, Router, type Request } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { UserGuard, type UserRequestHandler } from '../accounts/bearerAuth.ts';
import { sendError, sendResult } from '../http/errorResponse.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute, type Rate } from '../platform/tokenBucket.ts';
import type { NoteRetention } from './noteRetention.ts';
import type { NoteUploads } from './noteUploads.ts';
import type { VoicemailGreetings } from './voicemailGreetings.ts';

export interface NoteRouteDeps {
  readonly accounts: Accounts;
  readonly uploads: NoteUploads;
  readonly retention: NoteRetention;
  readonly greetings: VoicemailGreetings;
  readonly now: () => number;
  /** How many bytes all notes may have together. */
  readonly noteRoom: number;
  readonly proxies: number;
}

/** The longest greeting in base64, and its other fields. */
const greetingLimit = '1500kb';
/** Parts of notes have this type, because the server does not interpret them. */
const contentType = 'application/octet-stream';
/** A video note takes about twenty parts; this allows for several notes at once, on a bad connection. */
const requestRate = perMinute(240);
/** A greeting is a megabyte at most, and few people change theirs more than once. */
const greetingRate = perMinute(10);
/** Notes that one user downloads at once, in all tabs. */
const maxDownloads = 8;
const dayMs = 24 * 60 * 60 * 1000;

/** An address, which may be the NAT of an office, can fill a quarter of the room in a day, however many users it makes. */
function bytesPerAddress(noteRoom: number): Rate {
  const bytes = Math.max(noteRoom / 4, bounds.videoNoteBytes);
  return { burst: bytes, refill: bytes, intervalMs: dayMs };
}

/**
 * Serves `/api/notes`: greetings, offers of notes, uploads in parts, and downloads. Requests are authenticated before
 * anything of their body is read.
 */
export function noteRoutes(deps: NoteRouteDeps): Router {
  const { accounts, uploads, retention, greetings, now } = deps;
  const bytes = new KeyedTokenBucket<string>(bytesPerAddress(deps.noteRoom), now);
  const takeBytes = (request: Request, count: number): number =>
    bytes.take(rateLimitAddress(request, deps.proxies), count);
  const greetingChanges = new KeyedTokenBucket<UserId>(greetingRate, now);
  const requests = new KeyedTokenBucket<UserId>(requestRate, now);
  const guard = new UserGuard(accounts, (userId) => requests.take(userId));
  const router = Router();
  router.use(guard.admit);
  router.get('/greeting', guard.handle(sendOwnGreeting(greetings)));
  router.put(
    '/greeting',
    json({ limit: greetingLimit }),
    guard.handle(setGreeting(greetings, greetingChanges, takeBytes)),
  );
  router.delete('/greeting', guard.handle(removeGreeting(greetings)));
  router.get('/greeting/:callId', guard.handle(sendGreetingAfterCall(greetings)));
  router.post('/', json({ limit: '4kb' }), guard.handle(acceptOffer(uploads)));
  router.patch('/:id', guard.handle(receivePart(uploads, takeBytes)));
  router.get('/:id', guard.handle(sendNote(retention, new Map())));
  return router;
}

function acceptOffer(uploads: NoteUploads): UserRequestHandler {
  return async (userId, request, response) => {
    const offer = v.safeParse(NoteOffer, request.body);
    if (offer.success) sendResult(response, await uploads.offer(userId, offer.output));
    else sendError(response, 'badRequest', { message: messageFor(offer.issues[0]) });
  };
}

/** Counts bytes for the address of a request. Returns 0, or in how many ms it may send that many. */
type TakeBytes = (request: Request, bytes: number) => number;

function receivePart(uploads: NoteUploads, takeBytes: TakeBytes): UserRequestHandler {
  return async (userId, request, response) => {
    const id = v.safeParse(NoteId, request.params['id']);
    const offset = v.safeParse(Offset, request.headers['upload-offset']);
    if (!id.success) sendError(response, 'notFound');
    else if (request.headers['content-type'] !== contentType) sendResult(response, wrongType);
    else if (!offset.success) sendResult(response, withoutOffset);
    else {
      const part = {
        offset: offset.output,
        body: request,
        takeBytes: (bytes: number) => takeBytes(request, bytes),
      };
      sendResult(response, await uploads.receive(userId, id.output, part));
    }
  };
}

/** `running`: the downloads of each user now. Each holds a file and a connection, however slowly its client reads. */
function sendNote(retention: NoteRetention, running: Map<UserId, number>): UserRequestHandler {
  return async (userId, request, response) => {
    const ofUser = running.get(userId) ?? 0;
    if (ofUser >= maxDownloads) return sendError(response, 'tooMany', { retryAfterMs: 1_000 });
    running.set(userId, ofUser + 1);
    response.once('close', () => {
      const left = (running.get(userId) ?? 1) - 1;
      if (left === 0) running.delete(userId);
      else running.set(userId, left);
    });
    const id = v.safeParse(NoteId, request.params['id']);
    const opened = id.success ? await retention.open(userId, id.output) : undefined;
    if (opened === undefined) return sendError(response, 'notFound');
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Disposition', 'attachment; filename="note"');
    response.setHeader('Content-Length', opened.size);
    // A client that disconnects during the download is no error of the server.
    await pipeline(opened.bytes, response).catch(() => response.destroy());
  };
}

function sendOwnGreeting(greetings: VoicemailGreetings): UserRequestHandler {
  return async (userId, _request, response) => sendResult(response, await greetings.of(userId));
}

function sendGreetingAfterCall(greetings: VoicemailGreetings): UserRequestHandler {
  return async (userId, request, response) => {
    const callId = v.safeParse(CallId, request.params['callId']);
    if (callId.success) sendResult(response, await greetings.after(userId, callId.output));
    else sendError(response, 'notFound');
  };
}

function setGreeting(
  greetings: VoicemailGreetings,
  changes: KeyedTokenBucket<UserId>,
  takeBytes: TakeBytes,
): UserRequestHandler {
  return async (userId, request, response) => {
    const greeting = v.safeParse(Greeting, request.body);
    const retryAfterMs =
      changes.take(userId) || (greeting.success ? takeBytes(request, greeting.output.envelope.length) : 0);
    if (retryAfterMs > 0) sendError(response, 'tooMany', { retryAfterMs });
    else if (greeting.success) sendResult(response, await greetings.set(userId, greeting.output));
    else sendError(response, 'badRequest', { message: messageFor(greeting.issues[0]) });
  };
}

function removeGreeting(greetings: VoicemailGreetings): UserRequestHandler {
  return async (userId, _request, response) => {
    await greetings.remove(userId);
    sendResult(response, ok({}));
  };
}

const Offset = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const wrongType = fail('badRequest', { message: `The parts of a note are ${contentType}.` });
const withoutOffset = fail('badRequest', { message: 'The header Upload-Offset says where a part begins.' });

/** The schema's own message if it has one, because valibot's default messages are for programmers. */
function messageFor(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return `That was not understood: ${v.getDotPath(issue) ?? 'its whole'} is not as expected.`;
}
