import type {
  CallId,
  DeviceId,
  EndCause,
  EntryDetail,
  EntryLabel,
  Greeting,
  Media,
  MessageId,
  NoteId,
  NoteMime,
  PictureId,
  PictureType,
  ProfileId,
  Visibility,
  ReachLevel,
  RemovalId,
  RuleName,
  StrangerPolicy,
  UserId,
} from '@ringback/protocol';
import type { Generated } from 'kysely';

/** The value of a column `pair`: both users' ids in order, so that it is the same in both directions. */
export function pairOf(a: UserId, b: UserId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/**
 * The tables, the same in every dialect: ids and JSON are text, times are integer milliseconds, booleans are 1 and 0.
 * The migration that adds a column says what it means.
 */
export interface Tables {
  users: UsersTable;
  nameWords: NameWordsTable;
  nameSkeletons: NameSkeletonsTable;
  pictures: PicturesTable;
  devices: DevicesTable;
  calls: CallsTable;
  engaged: EngagedTable;
  history: HistoryTable;
  removed: RemovedTable;
  acquaintances: AcquaintancesTable;
  contacts: ContactsTable;
  personRules: PersonRulesTable;
  messages: MessagesTable;
  conversations: ConversationsTable;
  notes: NotesTable;
  noteReceipts: NoteReceiptsTable;
  greetings: GreetingsTable;
  profiles: ProfilesTable;
  pushSubscriptions: PushSubscriptionsTable;
  settings: SettingsTable;
  secrets: SecretsTable;
  serverClock: ServerClockTable;
  accounts: AccountsTable;
  freedHandles: FreedHandlesTable;
  passkeys: PasskeysTable;
  recoveryCodes: RecoveryCodesTable;
  accountBrowsers: AccountBrowsersTable;
  invitations: InvitationsTable;
  suspensions: SuspensionsTable;
  signInLinks: SignInLinksTable;
  auditLog: AuditLogTable;
  auditKeys: AuditKeysTable;
  reports: ReportsTable;
  hourlySums: HourlySumsTable;
}

/** One folded word of a person's names. */
export interface NameWordsTable {
  word: string;
  userId: UserId;
}

/** One skeleton of the name that a user signs in with. */
export interface NameSkeletonsTable {
  skeleton: string;
  userId: UserId;
}

export interface UsersTable {
  id: UserId;
  name: string;
  handle: string;
  nameKey: string;
  shownKey: string;
  picture: PictureId | null;
  claimHash: string | null;
  createdAt: number;
  seenAt: number;
  textBytes: number;
}

export interface PicturesTable {
  id: PictureId;
  userId: UserId;
  type: PictureType;
  bytes: string;
}

export interface DevicesTable {
  id: DeviceId;
  userId: UserId;
  tokenHash: string;
  createdAt: number;
  seenAt: number;
  profileId: ProfileId | null;
  kind: string | null;
  provenAt: number | null;
}

export interface CallsTable {
  id: CallId;
  version: number;
  readVersion: number;
  live: 0 | 1;
  reach: Visibility;
  pair: string;
  callerId: UserId;
  calleeId: UserId;
  placedAt: number;
  dueAt: number | null;
  alias: CallId | null;
  body: string;
}

export interface EngagedTable {
  userId: UserId;
  callId: CallId;
  held: 0 | 1 | 2;
}

export interface HistoryTable {
  userId: UserId;
  callId: CallId;
  peerId: UserId;
  direction: 'outgoing' | 'incoming';
  media: Media;
  label: EntryLabel;
  detail: EntryDetail | null;
  cause: EndCause | null;
  durationMs: number | null;
  deviceId: DeviceId | null;
  request: 0 | 1;
  reason: string | null;
  urgent: 0 | 1;
  quiet: 0 | 1;
  placedAt: number;
  endedAt: number;
  seen: 0 | 1;
}

export interface RemovedTable extends HistoryTable {
  removal: RemovalId;
  removedAt: number;
}

export interface AcquaintancesTable {
  userId: UserId;
  peerId: UserId;
  called: 0 | 1;
  answered: 0 | 1;
  metAt: number;
}

export interface ContactsTable {
  userId: UserId;
  peerId: UserId;
  name: string | null;
  favorite: 0 | 1;
  addedAt: number;
}

export interface PersonRulesTable extends Record<RuleName, 0 | 1> {
  userId: UserId;
  peerId: UserId;
}

export interface MessagesTable {
  id: MessageId;
  pair: string;
  from: UserId;
  to: UserId;
  text: string;
  sentAt: number;
  hidden: 0 | 1;
}

export interface ConversationsTable {
  userId: UserId;
  peerId: UserId;
  lastId: MessageId;
  lastAt: number;
  unread: number;
  delivered: number;
  read: number;
  shownRead: number;
}

export interface NotesTable {
  id: NoteId;
  callId: CallId;
  pair: string;
  from: UserId;
  to: UserId;
  hidden: 0 | 1;
  media: Media;
  mime: NoteMime;
  durationMs: number;
  size: number;
  peaks: string;
  offeredAt: number;
  sentAt: number | null;
  playedAt: number | null;
  kept: 0 | 1;
}

export interface NoteReceiptsTable {
  noteId: NoteId;
  profileId: ProfileId;
}

export interface GreetingsTable {
  userId: UserId;
  id: NoteId;
  mime: Greeting['mime'];
  durationMs: number;
  peaks: string;
  size: number;
}

export interface ProfilesTable {
  userId: UserId;
  id: ProfileId;
  seenAt: number;
}

export interface PushSubscriptionsTable {
  id: DeviceId;
  userId: UserId;
  profileId: ProfileId;
  tokenHash: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  contact: string;
  seenAt: number;
  subscribedBy: DeviceId | null;
}

export interface SettingsTable {
  userId: UserId;
  alwaysRelay: 0 | 1;
  missedCallPrompts: 0 | 1;
  busyOnAnotherCall: 0 | 1;
  showCameraWhileRinging: 0 | 1;
  keyboardShortcuts: 0 | 1;
  callsFrom: ReachLevel;
  messagesFrom: ReachLevel;
  strangers: StrangerPolicy;
  readReceipts: 0 | 1;
  quietHours: string | null;
  doNotDisturbUntil: number | null;
}

export interface ServerClockTable {
  bootId: string;
  offsetMs: number;
}

export interface SecretsTable {
  name: string;
  value: string;
}

export interface AccountsTable {
  userId: UserId;
  handle: string | null;
  passwordHash: string | null;
  createdAt: number;
  deleteAt: number | null;
  oidcSubject: string | null;
}

export interface FreedHandlesTable {
  handle: string;
  userId: UserId | null;
  freedAt: number;
}

export interface PasskeysTable {
  id: string;
  userId: UserId;
  publicKey: string;
  counter: number;
  transports: string;
  name: string;
  rpId: string;
  createdAt: number;
  usedAt: number | null;
}

export interface RecoveryCodesTable {
  userId: UserId;
  codeHash: string;
  usedAt: number | null;
}

export interface AccountBrowsersTable {
  userId: UserId;
  claimHash: string;
  seenAt: number;
}

export interface InvitationsTable {
  codeHash: string;
  createdBy: UserId | null;
  usesLeft: number;
  expiresAt: number;
  createdAt: number;
}

export interface SuspensionsTable {
  userId: UserId;
  at: number;
  reason: string | null;
}

export interface SignInLinksTable {
  userId: UserId;
  codeHash: string;
  expiresAt: number;
}

export interface AuditLogTable {
  id: Generated<number>;
  at: number;
  kind: string;
  userId: UserId | null;
  addressHash: string | null;
  count: number;
  bucket: string | null;
}

export interface ReportsTable {
  id: Generated<number>;
  userId: UserId | null;
  peerId: UserId;
  peerHandle: Generated<string | null>;
  reason: string;
  note: string | null;
  messages: string;
  at: number;
  closedAt: Generated<number | null>;
}

export interface HourlySumsTable {
  hour: number;
  figure: string;
  label: string;
  value: number;
}

export interface AuditKeysTable {
  day: number;
  key: string;
}
