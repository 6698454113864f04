import { bounds, fail, ok, type Handlers, type RequestName } from '@ringback/protocol';
import type { Requester } from '../devices/requester.ts';
import type { Storage } from '../storage/operations.ts';
import type { NoteKeeping } from './keeping.ts';
import type { NoteTelling } from './telling.ts';

type NoteRequest = Extract<RequestName, `note:${string}`>;

/** What requests about notes work with. */
export interface NoteParts {
  readonly storage: Storage;
  readonly keeping: NoteKeeping;
  readonly telling: NoteTelling;
  readonly now: () => number;
}

/** Answers the requests about notes. What notes say travels over HTTP. */
export function noteHandlers(parts: NoteParts): Pick<Handlers<Requester>, NoteRequest> {
  const { storage, keeping, telling, now } = parts;
  return {
    'note:list': async ({ userId }, { peer, before, limit = bounds.notePage }) =>
      ok(await storage.run('notes:page', { userId, peerId: peer, before, limit })),
    'note:ofCalls': async ({ userId }, { callIds }) =>
      ok({ notes: await storage.run('notes:ofCalls', { userId, callIds }) }),
    'note:new': async (by) => {
      const wish = { userId: by.userId, profileId: by.profile, limit: bounds.notePage };
      return ok({ notes: await storage.run('notes:new', wish) });
    },
    'note:fetched': async (by, { noteIds }) => {
      const profileId = by.profile;
      if (profileId === undefined)
        return fail('badRequest', { message: 'This device is of no browser profile.' });
      await keeping.fetched(by.userId, profileId, noteIds);
      return ok({});
    },
    'note:played': async ({ userId }, { noteId }) => {
      const played = await storage.run('notes:played', { userId, id: noteId, at: now() });
      if (played === undefined) return fail('notFound');
      if (played.isNew) telling.changed(played.note, false);
      return ok(played.note);
    },
  };
}
