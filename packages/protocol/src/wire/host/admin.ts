import * as v from 'valibot';
import { UserId } from '../../common/ids.ts';
import type { Result } from '../base/errors.ts';
import { DisplayName, PersonName } from '../names/names.ts';
import { Session, SessionId } from '../accounts/sessions.ts';
import { Count, Time } from '../base/values.ts';

/**
 * The commands of the person who runs the server: `npm run admin -- …` sends them through a socket in the data directory,
 * and the page `/admin` as `POST /api/admin/{command}`. Both ends check payload and data by this table.
 */

/** How the host names a user: by id, by the exact name they sign in with, or by @handle. */
const UserText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));
const OfUser = v.strictObject({ user: UserText });
const Nothing = v.strictObject({});

/** The first bytes of the hash of an invitation's code: enough to name it, and no help in guessing it. */
const InvitationId = v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/, 'Expected the id of an invitation'));

/** The host's note on why a user is suspended. Only the host reads it. */
const SuspendReason = v.pipe(v.string(), v.trim(), v.maxLength(200));

/** A user, as the host sees them. */
export const AdminPerson = v.object({
  id: UserId,
  name: DisplayName,
  /** The name they sign in with. */
  signInName: v.string(),
  kind: v.picklist(['guest', 'account']),
  /** Of an account. */
  handle: v.exactOptional(v.string()),
  createdAt: Time,
  seenAt: Time,
  isOnline: v.boolean(),
  suspended: v.exactOptional(v.object({ at: Time, reason: v.exactOptional(v.string()) })),
});
export type AdminPerson = v.InferOutput<typeof AdminPerson>;

/** How much there is of a user. */
export const AdminPersonDetails = v.object({
  person: AdminPerson,
  sessions: Count,
  contacts: Count,
  calls: Count,
  conversations: Count,
});
export type AdminPersonDetails = v.InferOutput<typeof AdminPersonDetails>;

export const AdminInvitation = v.object({
  id: InvitationId,
  /** Absent if the host made it. */
  createdBy: v.exactOptional(UserId),
  usesLeft: Count,
  createdAt: Time,
  expiresAt: Time,
});
export type AdminInvitation = v.InferOutput<typeof AdminInvitation>;

/** What the audit log counts. It holds no names. */
export const auditKinds = [
  'signedIn',
  'becameAccount',
  'signedOut',
  'renamed',
  'nameTaken',
  'wrongCredential',
  'suspendedRefused',
  'tooManySignIns',
  'tooManyRequests',
  'nuisanceSlowed',
  'reported',
  'adminRefused',
  'adminOpened',
  'adminRenamed',
  'adminFreedName',
  'adminSuspended',
  'adminRestored',
  'adminDeleted',
  'adminSignedOut',
  'adminMadeSignInLink',
  'adminInvited',
  'adminUninvited',
  'adminClosedReport',
  'adminExported',
] as const;
export type AuditKind = (typeof auditKinds)[number];

export const AuditEntry = v.object({
  id: v.number(),
  /** The time of the latest, where an entry counts several. */
  at: Time,
  kind: v.string(),
  userId: v.exactOptional(UserId),
  /** A keyed hash: equal for equal addresses of one day. */
  address: v.exactOptional(v.string()),
  count: Count,
});
export type AuditEntry = v.InferOutput<typeof AuditEntry>;

/** What somebody told the host about another. */
export const AdminReport = v.object({
  id: Count,
  at: Time,
  /** Absent once they are deleted. */
  reporter: v.exactOptional(v.object({ id: UserId, name: v.string() })),
  /** `isDeleted`: the user is, and `name` is the handle that they had. */
  reported: v.object({ id: UserId, name: v.string(), isDeleted: v.exactOptional(v.literal(true)) }),
  reason: v.string(),
  note: v.exactOptional(v.string()),
  /** Between the two, chosen by the reporter. */
  messages: v.array(v.object({ from: UserId, text: v.string(), sentAt: Time })),
  closedAt: v.exactOptional(Time),
});
export type AdminReport = v.InferOutput<typeof AdminReport>;

const OfReport = v.strictObject({ id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

/** Whose budget of work is emptiest now: the share that is used, from 0 to 1. */
const BudgetUse = v.object({ userId: UserId, used: v.number() });

const Page = { after: v.optional(v.pipe(v.string(), v.maxLength(100))) };
const Days = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(365));
const Uses = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1000));

/** All commands: what they take, and what they answer. */
export const adminCommands = {
  people: {
    payload: v.strictObject({ find: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))), ...Page }),
    data: v.object({ people: v.array(AdminPerson), total: Count, next: v.exactOptional(v.string()) }),
  },
  show: { payload: OfUser, data: AdminPersonDetails },
  rename: { payload: v.strictObject({ user: UserText, name: PersonName }), data: AdminPerson },
  free: {
    payload: v.strictObject({ name: UserText }),
    /** `person`: who had the name, under the name that they have now. Absent for a handle that is free by now. */
    data: v.object({ what: v.picklist(['name', 'handle']), person: v.exactOptional(AdminPerson) }),
  },
  suspend: {
    payload: v.strictObject({ user: UserText, reason: v.optional(SuspendReason) }),
    data: AdminPerson,
  },
  unsuspend: { payload: OfUser, data: AdminPerson },
  delete: { payload: OfUser, data: v.object({ id: UserId }) },
  sessions: { payload: OfUser, data: v.object({ person: AdminPerson, sessions: v.array(Session) }) },
  'sign-out': {
    payload: v.strictObject({ user: UserText, session: v.optional(SessionId) }),
    data: v.object({ person: AdminPerson, signedOut: Count }),
  },
  'sign-in': {
    payload: OfUser,
    data: v.object({ person: AdminPerson, link: v.string(), expiresAt: Time }),
  },
  invitations: { payload: Nothing, data: v.object({ invitations: v.array(AdminInvitation) }) },
  invite: {
    payload: v.strictObject({ uses: v.optional(Uses, 1), days: v.optional(Days, 7) }),
    data: v.object({ link: v.string(), invitation: AdminInvitation }),
  },
  uninvite: { payload: v.strictObject({ id: InvitationId }), data: v.object({}) },
  reports: { payload: Nothing, data: v.object({ reports: v.array(AdminReport) }) },
  report: { payload: OfReport, data: AdminReport },
  'close-report': { payload: OfReport, data: v.object({}) },
  audit: {
    payload: v.strictObject({ days: v.optional(Days, 7), user: v.optional(UserText), ...Page }),
    data: v.object({ entries: v.array(AuditEntry), next: v.exactOptional(v.string()) }),
  },
  limits: {
    payload: Nothing,
    data: v.object({ limits: v.record(v.string(), v.number()), top: v.array(BudgetUse) }),
  },
  export: { payload: OfUser, data: v.object({ person: AdminPerson, json: v.string() }) },
} as const satisfies Record<string, { readonly payload: v.GenericSchema; readonly data: v.GenericSchema }>;

export type AdminCommandName = keyof typeof adminCommands;
/** What a client sends. */
export type AdminPayload<N extends AdminCommandName> = v.InferInput<(typeof adminCommands)[N]['payload']>;
/** The same, after the check. */
export type CheckedAdminPayload<N extends AdminCommandName> = v.InferOutput<
  (typeof adminCommands)[N]['payload']
>;
export type AdminData<N extends AdminCommandName> = v.InferOutput<(typeof adminCommands)[N]['data']>;

/** Carries out one command, whose payload was checked. */
export type AdminHandler<N extends AdminCommandName> = (
  payload: CheckedAdminPayload<N>,
) => Promise<Result<AdminData<N>>>;

/** A host's desk: one handler for each command. A missing one does not compile. */
export type AdminHandlers = { readonly [N in AdminCommandName]: AdminHandler<N> };

export function isAdminCommandName(name: unknown): name is AdminCommandName {
  return typeof name === 'string' && Object.hasOwn(adminCommands, name);
}
