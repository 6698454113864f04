import {
  adminCommands,
  type AdminCommandName,
  type AdminData,
  type AdminInvitation,
  type AdminPerson,
  type AdminReport,
  type AuditEntry,
  type Session,
} from '@ringback/protocol';
import * as v from 'valibot';

type Texts = { readonly [N in AdminCommandName]: (data: AdminData<N>) => string };

/** What a command prints; undefined if the server's answer is not what this version knows. */
export function textOf(name: AdminCommandName, data: unknown): string | undefined {
  return printed(name, commandTexts[name], data);
}

function printed<N extends AdminCommandName>(name: N, text: Texts[N], data: unknown): string | undefined {
  const schema: v.GenericSchema<unknown, AdminData<N>> = adminCommands[name].data;
  const parsed = v.safeParse(schema, data);
  return parsed.success ? text(parsed.output) : undefined;
}

type CommandText<N extends AdminCommandName> = (data: AdminData<N>) => string;

const commandTexts: { readonly [N in AdminCommandName]: CommandText<N> } = {
  people: ({ people, total, next }) =>
    lines(
      ...people.map(personLine),
      people.length === 0 ? 'No people.' : `${people.length} of ${total} people.`,
      next && `For more: --after ${next}`,
    ),
  show: ({ person, sessions, contacts, calls, conversations }) =>
    lines(
      personLine(person),
      `Created ${time(person.createdAt)}, last here ${time(person.seenAt)}.`,
      person.suspended &&
        `Suspended ${time(person.suspended.at)}${person.suspended.reason ? `: ${person.suspended.reason}` : ''}.`,
      `${sessions} sessions, ${contacts} contacts, ${calls} calls, ${conversations} conversations.`,
    ),
  rename: (person) => lines(`Others see ${person.name} now.`),
  free: ({ what, person }) =>
    lines(
      `The ${what} is free.`,
      person && `${person.name} (${person.id}) had it, and signs in as ${signIn(person)} now.`,
    ),
  suspend: (person) =>
    lines(`${person.name} is suspended.`, `To undo: npm run admin -- unsuspend ${person.id}`),
  unsuspend: (person) => lines(`${person.name} may come back.`),
  delete: ({ id }) => lines(`Deleted ${id}.`),
  sessions: ({ person, sessions }) =>
    lines(
      ...sessions.map(sessionLine),
      sessions.length === 0 ? `${person.name} is signed in nowhere.` : undefined,
    ),
  'sign-out': ({ person, signedOut }) => lines(`Signed ${person.name} out of ${signedOut} sessions.`),
  'sign-in': ({ person, link, expiresAt }) =>
    lines(
      link,
      `Signs in as ${person.name}, once, until ${time(expiresAt)}, and signs out all other sessions. Send it only to them.`,
    ),
  invitations: ({ invitations }) =>
    lines(
      ...invitations.map(invitationLine),
      invitations.length === 0 ? 'There are no invitations that can be used.' : undefined,
    ),
  invite: ({ link, invitation }) => lines(link, invitationLine(invitation)),
  uninvite: () => lines('The invitation has ended.'),
  reports: ({ reports }) =>
    lines(...reports.map(reportLine), reports.length === 0 ? 'There are no reports.' : undefined),
  report: (report) =>
    lines(
      reportLine(report),
      report.note,
      ...report.messages.map(
        ({ from, text, sentAt }) => `${time(sentAt)}  ${senderOf(report, from)}: ${text}`,
      ),
    ),
  'close-report': () => lines('The report is closed.'),
  audit: ({ entries, next }) =>
    lines(
      ...entries.map(auditLine),
      entries.length === 0 ? 'Nothing.' : undefined,
      next && `For more: --after ${next}`,
    ),
  limits: ({ limits, top }) =>
    lines(
      ...Object.entries(limits).map(([name, value]) => `${name}  ${value}`),
      '',
      'Used most of their budget now:',
      ...top.map(({ userId, used }) => `${userId}  ${Math.round(used * 100)} %`),
      top.length === 0 ? 'No people.' : undefined,
    ),
  export: ({ json }) => `${json}\n`,
};

function lines(...all: readonly (string | undefined)[]): string {
  return all
    .filter((line) => line !== undefined)
    .map((line) => `${line}\n`)
    .join('');
}

function personLine(person: AdminPerson): string {
  const { id, name, signInName, kind, handle, isOnline, suspended } = person;
  return [
    id,
    name,
    ...(signInName === name ? [] : [`signs in as ${signInName}`]),
    ...(handle === undefined ? [] : [`@${handle}`]),
    kind,
    ...(isOnline ? ['online'] : []),
    ...(suspended === undefined ? [] : ['suspended']),
  ].join('  ');
}

function signIn({ signInName, handle }: AdminPerson): string {
  return handle === undefined ? signInName : `@${handle}`;
}

function sessionLine({ id, kind, firstSeenAt, lastSeenAt, isConnected }: Session): string {
  const device = kind === undefined ? 'unknown' : `${kind.browser ?? 'browser'} on a ${kind.form}`;
  const seen = isConnected ? 'online' : `last seen ${time(lastSeenAt)}`;
  return [id, device, `since ${time(firstSeenAt)}`, seen].join('  ');
}

function invitationLine({ id, createdBy, usesLeft, expiresAt }: AdminInvitation): string {
  const uses = usesLeft === 1 ? '1 use left' : `${usesLeft} uses left`;
  return [id, uses, `until ${time(expiresAt)}`, `by ${createdBy ?? 'the host'}`].join('  ');
}

function reportLine({ id, at, reporter, reported, reason, closedAt }: AdminReport): string {
  const state = closedAt === undefined ? 'open' : 'closed';
  return [
    String(id),
    time(at),
    state,
    reason,
    `${reported.name} (${reported.isDeleted === true ? 'deleted, ' : ''}${reported.id})`,
    reporter === undefined ? 'reported by a deleted user' : `reported by ${reporter.name} (${reporter.id})`,
  ].join('  ');
}

function senderOf({ reporter, reported }: AdminReport, from: string): string {
  return from === reporter?.id ? reporter.name : reported.name;
}

function auditLine({ at, kind, userId, address, count }: AuditEntry): string {
  return [
    time(at),
    kind,
    ...(count > 1 ? [`${count} times`] : []),
    ...(userId === undefined ? [] : [userId]),
    ...(address === undefined ? [] : [`from ${address}`]),
  ].join('  ');
}

/** In UTC, to the minute. */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
