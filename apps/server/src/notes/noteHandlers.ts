import { bounds, fail, ok, type Handlers, type RequestName } from '@ringback/protocol';
import type { RequestContext } from '../devices/attachedDevices.ts';
import type { Storage } from '../storage/storage.ts';
import type { NoteNotifier } from './noteNotifier.ts';
import type { NoteRetention } from './noteRetention.ts';
import type { NoteOperations } from './notesSql.ts';

type NoteRequest = Extract<RequestName, `note:${string}`>;

export interface NoteHandlerDeps {
  readonly storage: Storage<NoteOperations>;
  readonly retention: NoteRetention;
  readonly notifier: NoteNotifier;
  readonly now: () => number;
}

/** Handles socket requests about notes. Their content travels over HTTP. */
export function noteHandlers(deps: NoteHandlerDeps): Pick<Handlers<RequestContext>, NoteRequest> {
  const { storage, retention, notifier, now } = deps;
  return {
    'note:list': async ({ userId }, { peer, before, limit = bounds.notePage }) =>
      ok(await storage.run('notes:page', { userId, peerId: peer, before, limit })),
    'note:ofCalls': async ({ userId }, { callIds }) =>
      ok({ notes: await storage.run('notes:ofCalls', { userId, callIds }) }),
    'note:new': async (by) => {
      const query = { userId: by.userId, profileId: by.profile, limit: bounds.notePage };
      return ok({ notes: await storage.run('notes:new', query) });
    },
    'note:fetched': async (by, { noteIds }) => {
      const profileId = by.profile;
      if (profileId === undefined)
        return fail('badRequest', { message: 'This device is of no browser profile.' });
      await retention.fetched(by.userId, profileId, noteIds);
      return ok({});
    },
    'note:played': async ({ userId }, { noteId }) => {
      const played = await storage.run('notes:played', { userId, id: noteId, at: now() });
      if (played === undefined) return fail('notFound');
      if (played.isNew) notifier.changed(played.note, false);
      return ok(played.note);
    },
  };
}
