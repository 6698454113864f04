import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';

/*
 * Messages between the service worker and the pages of its browser profile.
 */

/** From the worker to a page. */
export const WorkerMessage = v.variant('kind', [
  /** Asks who is signed in on the page; the page answers with a `PageReply` on the port that comes along. */
  v.object({ kind: v.literal('whose') }),
  /** A click on a notification of this user waits in the shared database. */
  v.object({ kind: v.literal('pressed'), userId: UserId }),
]);
export type WorkerMessage = v.InferOutput<typeof WorkerMessage>;

/** From a page to the worker: the page showed, through the worker, that a call rings. */
export const PageMessage = v.object({ kind: v.literal('rings'), userId: UserId, callId: CallId });
export type PageMessage = v.InferOutput<typeof PageMessage>;

/** A page's answer to `whose`; null while signed out. */
export const PageReply = v.object({ userId: v.nullable(UserId) });
export type PageReply = v.InferOutput<typeof PageReply>;
