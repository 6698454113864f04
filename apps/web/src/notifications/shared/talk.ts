import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';

/** What the service worker says to the pages of its browser. */
export const WorkerSays = v.variant('kind', [
  /** Whose page is it? Answered over the port that comes along, with a `PageAnswers`. */
  v.object({ kind: v.literal('whose') }),
  /** A press of this user waits to be carried out. */
  v.object({ kind: v.literal('pressed'), userId: UserId }),
]);
export type WorkerSays = v.InferOutput<typeof WorkerSays>;

/** What a page says to the service worker: it has shown by it to this user that a call rings. */
export const PageSays = v.object({ kind: v.literal('rings'), userId: UserId, callId: CallId });
export type PageSays = v.InferOutput<typeof PageSays>;

export const PageAnswers = v.object({ userId: v.nullable(UserId) });
export type PageAnswers = v.InferOutput<typeof PageAnswers>;
