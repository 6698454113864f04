import { hostOperations, type HostOperations } from '../admin/commands/hostSql.ts';
import { hostInvitationOperations, type HostInvitationOperations } from '../admin/commands/invitationsSql.ts';
import { signInLinkOperations, type SignInLinkOperations } from '../accounts/signInLinksSql.ts';
import { auditOperations, type AuditOperations } from '../moderation/auditLogSql.ts';
import { accountOperations, type AccountOperations } from '../accounts/accountsSql.ts';
import { credentialOperations, type CredentialOperations } from '../accounts/credentials/credentialsSql.ts';
import {
  invitationOperations,
  type InvitationOperations,
} from '../accounts/credentials/memberInvitationsSql.ts';
import { passkeyOperations, type PasskeyOperations } from '../accounts/passkeys/passkeysSql.ts';
import { callOperations, type CallOperations } from '../calls/sql/callsSql.ts';
import { profileOperations, type ProfileOperations } from '../devices/profilesSql.ts';
import { retentionOperations, type RetentionOperations } from '../userData/retentionSql.ts';
import { sightingOperations, type SightingOperations } from '../devices/sightingsSql.ts';
import { historyOperations, type HistoryOperations } from '../history/historySql.ts';
import { insightOperations, type InsightOperations } from '../insight/insightSql.ts';
import { messageOperations, type MessageOperations } from '../messages/messagesSql.ts';
import { reportOperations, type ReportOperations } from '../reports/reportsSql.ts';
import { suspensionOperations, type SuspensionOperations } from '../moderation/suspensionsSql.ts';
import { noteOperations, type NoteOperations } from '../notes/notesSql.ts';
import { contactOperations, type ContactOperations } from '../people/contactsSql.ts';
import { peopleOperations, type PeopleOperations } from '../people/peopleSql.ts';
import { personRulesOperations, type PersonRulesOperations } from '../privacy/personRulesSql.ts';
import { pictureOperations, type PictureOperations } from '../accounts/picturesSql.ts';
import { pushOperations, type PushOperations } from '../push/pushSubscriptionsSql.ts';
import { settingsOperations, type SettingsOperations } from '../privacy/settingsSql.ts';
import { sessionOperations, type SessionOperations } from '../sessions/sessionsSql.ts';
import { userDataOperations, type UserDataOperations } from '../userData/userDataSql.ts';
import type { Db } from '../storage/database.ts';
import { unusedGuestOperations, type UnusedGuestOperations } from '../accounts/unusedGuestsSql.ts';
import { secretOperations, type SecretOperations } from '../storage/secretsSql.ts';
import { serverClockOperations, type ServerClockOperations } from '../storage/serverClockSql.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** All operations on the database. Each concern declares its own; only this folder knows all of them. */
export interface Operations
  extends
    AccountOperations,
    AuditOperations,
    CallOperations,
    ContactOperations,
    CredentialOperations,
    HistoryOperations,
    InvitationOperations,
    PasskeyOperations,
    HostInvitationOperations,
    HostOperations,
    InsightOperations,
    MessageOperations,
    NoteOperations,
    PeopleOperations,
    PersonRulesOperations,
    PictureOperations,
    ProfileOperations,
    PushOperations,
    RetentionOperations,
    ReportOperations,
    SecretOperations,
    ServerClockOperations,
    SessionOperations,
    SettingsOperations,
    SightingOperations,
    SignInLinkOperations,
    SuspensionOperations,
    UnusedGuestOperations,
    UserDataOperations {}

/** Creates the functions for all operations on an open database. */
export function operationHandlers(db: Db): OperationHandlers<Operations> {
  return {
    ...accountOperations(db),
    ...auditOperations(db),
    ...callOperations(db),
    ...contactOperations(db),
    ...credentialOperations(db),
    ...historyOperations(db),
    ...invitationOperations(db),
    ...passkeyOperations(db),
    ...hostInvitationOperations(db),
    ...hostOperations(db),
    ...insightOperations(db),
    ...messageOperations(db),
    ...noteOperations(db),
    ...peopleOperations(db),
    ...personRulesOperations(db),
    ...pictureOperations(db),
    ...profileOperations(db),
    ...pushOperations(db),
    ...retentionOperations(db),
    ...reportOperations(db),
    ...secretOperations(db),
    ...serverClockOperations(db),
    ...sessionOperations(db),
    ...settingsOperations(db),
    ...sightingOperations(db),
    ...signInLinkOperations(db),
    ...suspensionOperations(db),
    ...unusedGuestOperations(db),
    ...userDataOperations(db),
  };
}
