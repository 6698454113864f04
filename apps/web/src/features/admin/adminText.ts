import { isolate } from '../../ui/layout/Sentence.tsx';

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** Fixed text of the host's desk. */
export const text = {
  title: "Host's desk",
  help: 'For the person who runs this server. The token is ADMIN_TOKEN of its settings.',
  close: 'Close desk',
  loading: 'Loading…',
  again: 'Try again',
  more: 'Show more',
  cancel: 'Cancel',
  copy: 'Copy link',
  copied: 'Copied',
  sections: 'Sections',
  tabs: {
    people: 'People',
    invitations: 'Invitations',
    reports: 'Reports',
    audit: 'Audit log',
    limits: 'Limits',
  },
  people: {
    list: 'People',
    search: 'Find people',
    hint: 'Name, @handle or id',
    none: 'No match.',
    count: (shown: number, total: number) => `${shown} of ${total}`,
    select: 'Select a person to see what you can do.',
    guest: 'Guest',
    account: 'Account',
    online: 'Online',
    suspended: 'Suspended',
  },
  person: {
    signsInAs: 'Signs in as',
    handle: 'Handle',
    id: 'Id',
    created: 'Created',
    seen: 'Last here',
    has: 'Has',
    counts: (calls: number, conversations: number, contacts: number) =>
      `${counted(calls, 'call')}, ${counted(conversations, 'conversation')}, ${counted(contacts, 'contact')}`,
    suspendedSince: 'Suspended since',
    reason: 'Reason',
    rename: 'Rename',
    newName: 'New name',
    save: 'Save',
    suspend: 'Suspend',
    restore: 'Restore',
    suspendReason: 'Reason (only you see it)',
    suspendNow: 'Suspend now',
    suspendText: 'They are cut off at once, and can come back only when you restore them.',
    free: 'Free the name',
    freeTitle: (name: string) => `Free the name ${isolate(name)}?`,
    freeText: 'Anyone can take it at once. This guest stays signed in under another name.',
    link: 'Sign-in link',
    linkHelp: 'Works once, within an hour, and signs out everything else. Send it only to them.',
    export: 'Download data',
    remove: 'Delete',
    removeTitle: (name: string) => `Delete ${isolate(name)}?`,
    removeText: "All their data is deleted at once. This can't be undone.",
    sessions: 'Sessions',
    noSessions: 'Signed in nowhere.',
    signOut: 'Sign out',
    signOutAll: 'Sign out everywhere',
    signOutTitle: (name: string) => `Sign ${isolate(name)} out everywhere?`,
    signOutText: 'An active call ends.',
    browser: 'Browser',
    keep: 'Cancel',
  },
  invitations: {
    list: 'Invitations',
    none: 'No open invitations.',
    make: 'Make an invitation',
    uses: 'Uses',
    days: 'Days',
    end: 'End',
    left: (uses: number) => (uses === 1 ? '1 use left' : `${uses} uses left`),
    until: 'until',
    byMember: 'Made by a member',
    byHost: 'Made by the host',
  },
  reports: {
    list: 'Reports',
    none: 'No reports.',
    by: 'Reported by',
    deleted: 'deleted',
    deletedReporter: 'a deleted person',
    close: 'Close report',
    show: 'Show person',
    closed: 'closed',
  },
  audit: {
    list: 'Audit log',
    days: 'Days',
    none: 'Nothing in these days.',
    times: (count: number) => `${count} times`,
    from: 'from',
  },
  limits: {
    list: 'Limits',
    help: 'To change one, see docs/configuration.md.',
    top: 'Busiest now',
    none: 'No one is close to a limit now.',
  },
} as const;

const auditWords: Readonly<Record<string, string>> = {
  signedIn: 'Signed in',
  becameAccount: 'Became an account',
  signedOut: 'Signed out',
  renamed: 'Renamed',
  nameTaken: 'Sign-in refused: the name is taken',
  wrongCredential: 'Sign-in refused: wrong password, code or passkey',
  suspendedRefused: 'Refused: suspended',
  tooManySignIns: 'Refused: too many sign-ins',
  tooManyRequests: 'Refused: too many requests',
  nuisanceSlowed: 'Refused: called a stranger too often',
  reported: 'Reported someone',
  adminRefused: 'Wrong admin token',
  adminOpened: 'Host opened this page',
  adminRenamed: 'Host renamed a user',
  adminFreedName: 'Host freed a name',
  adminSuspended: 'Host suspended a user',
  adminRestored: 'Host restored a user',
  adminDeleted: 'Host deleted a user',
  adminSignedOut: 'Host signed a user out',
  adminMadeSignInLink: 'Host made a sign-in link',
  adminInvited: 'Host made an invitation',
  adminUninvited: 'Host ended an invitation',
  adminClosedReport: 'Host closed a report',
  adminExported: 'Host exported a user',
};

const reasonWords: Readonly<Record<string, string>> = {
  spam: 'Spam or unwanted calls',
  harassment: 'Threats or harassment',
  impersonation: 'Pretends to be someone else',
  other: 'Something else',
};

/** Why somebody was reported, in words; a reason of a newer server as it is. */
export function reportReasonText(reason: string): string {
  return reasonWords[reason] ?? reason;
}

/** An entry of the audit log in words; a kind of a newer server as it is. */
export function auditText(kind: string): string {
  return auditWords[kind] ?? kind;
}
