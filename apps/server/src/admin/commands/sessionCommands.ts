import { fail, ok, type AdminHandlers } from '@ringback/protocol';
import type { SignInLinks } from '../../accounts/signInLinks.ts';
import type { AuditLog } from '../../moderation/auditLog.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { HostPeople } from './hostPeople.ts';

export interface SessionCommandDeps {
  readonly people: HostPeople;
  readonly sessions: Sessions;
  readonly signInLinks: SignInLinks;
  readonly audit: AuditLog;
  /** The address of the app in browsers. */
  readonly publicUrl: () => string;
}

type SessionCommand = 'sessions' | 'sign-out' | 'sign-in';

const unknownSession = fail('notFound', { message: 'That user has no such session.' });

/** The commands on what a user is signed in with. */
export function sessionCommands(deps: SessionCommandDeps): Pick<AdminHandlers, SessionCommand> {
  const { people, sessions, audit } = deps;
  return {
    sessions: ({ user }) =>
      people.with(user, async (person) => ok({ person, sessions: await sessions.list(person.id) })),
    'sign-out': ({ user, session }) =>
      people.with(user, async (person) => {
        const reach =
          session === undefined ? ({ kind: 'all' } as const) : ({ kind: 'one', id: session } as const);
        const signedOut = (await sessions.signOut(person.id, reach, { reason: 'host' })) ?? 0;
        if (session !== undefined && signedOut === 0) return unknownSession;
        audit.record({ kind: 'adminSignedOut', userId: person.id });
        return ok({ person, signedOut });
      }),
    'sign-in': ({ user }) =>
      people.with(user, async (person) => {
        const { code, expiresAt } = await deps.signInLinks.make(person.id);
        audit.record({ kind: 'adminMadeSignInLink', userId: person.id });
        return ok({ person, link: `${deps.publicUrl()}/sign-in#${code}`, expiresAt });
      }),
  };
}
