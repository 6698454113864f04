export {
  deadlineNames,
  endCauses,
  endReasons,
  linkCauses,
  type Actor,
  type Call,
  type CallAbout,
  type Calling,
  type Deadlines,
  type EndCause,
  type EndReason,
  type LinkCause,
  type Live,
  type Media,
  type Participant,
  type Phase,
  type Role,
  type Route,
  type Visibility,
} from './call/call.ts';
export { defaultTimeouts, nextDue, type Timeouts } from './call/deadlines.ts';
export type { CallEvent, Transition } from './call/events.ts';
export {
  entryDetails,
  entryLabels,
  entryStatuses,
  type EntryDetail,
  type EntryDraft,
  type EntryLabel,
} from './call/historyEntries.ts';
export { lockOf, type ActiveCallLock } from './call/decisions/placement.ts';
export type { CallChange, Decision } from './call/decisions/decision.ts';
export {
  decideAccept,
  decideRinging,
  type ContactFacts,
  type CurrentCallPlan,
} from './call/decisions/firstContact.ts';
export { decideHold } from './call/decisions/holdDecision.ts';
export { decidePlacement } from './call/decisions/placement.ts';
export { isQuiet } from './call/decisions/quietHours.ts';
export {
  allowsMessage,
  changeRules,
  decideReach,
  defaultRules,
  hasNoRule,
  reachLevels,
  ruleNames,
  strangerPolicies,
  type CallReach,
  type ReachFacts,
  type ReachLevel,
  type ReachSettings,
  type RuleName,
  type StrangerPolicy,
} from './call/decisions/reach.ts';
export type { TakesSecondCall } from './call/decisions/secondCall.ts';
export {
  deviceIn,
  isAnswered,
  isInCall,
  isKnownTo,
  isLive,
  isUnanswered,
  isUnansweredPhase,
  isVisibleTo,
  mayAnswer,
  otherRole,
  roleOf,
  sameRoute,
} from './call/predicates.ts';
export type { BrowserName, CallTrace, DeviceForm, DeviceKind } from './call/trace.ts';
export { transition } from './call/transition.ts';
export { CallId, DeviceId, LinkId, MessageId, NoteId, ProfileId, RemovalId, UserId } from './common/ids.ts';
export {
  Claim,
  Handshake,
  handshakeRefusals,
  HostInfo,
  LookAtLinkRequest,
  PublicConfig,
  RefusalDetails,
  SignedIn,
  SignInRequest,
  SignInWays,
  SignInCode,
  Token,
  UseLinkRequest,
  type HandshakeRefusal,
} from './wire/accounts/account.ts';
export {
  AccountState,
  ChangeHandleRequest,
  ChangePasswordRequest,
  CreateAccountRequest,
  Handle,
  InvitationCode,
  InvitationList,
  Joined,
  JoinRequest,
  NewInvitation,
  NewInvitationRequest,
  OwnAccount,
  PasskeyInfo,
  PasswordSignIn,
  RecoveryCodes,
  RecoverySignIn,
  RemoveInvitationRequest,
} from './wire/accounts/accountCredentials.ts';
export {
  AddPasskeyRequest,
  JoinByPasskeyRequest,
  JoinOptionsRequest,
  NewPasskeyOptions,
  PasskeyAdded,
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeySignIn,
  PasskeySignInOptions,
  RemovePasskeyRequest,
} from './wire/accounts/passkeys.ts';
export { OidcSignIn, OidcStart, OidcStartRequest } from './wire/accounts/openIdConnect.ts';
export { NewPassword, Password, passwordBounds } from './wire/accounts/passwords.ts';
export { proofMs, ProofRequest } from './wire/accounts/proofs.ts';
export {
  linkAlphabet,
  LinkClaim,
  LinkCode,
  linkCodeLength,
  LinkConfirmation,
  LinkOffer,
  LinkQuestion,
  LinkStatus,
  LinkStatusRequest,
  type LinkEnd,
} from './wire/accounts/linking.ts';
export {
  Session,
  sessionEndReasons,
  sessionEndTexts,
  SessionId,
  SessionList,
  SignInBrowser,
  type SessionEndReason,
} from './wire/accounts/sessions.ts';
export { recordOf, viewOf, withdrawnView } from './wire/callView.ts';
export {
  adminCommands,
  AdminInvitation,
  AdminReport,
  AdminPerson,
  AdminPersonDetails,
  AuditEntry,
  auditKinds,
  isAdminCommandName,
  type AdminCommandName,
  type AdminData,
  type AdminHandlers,
  type AdminPayload,
  type AuditKind,
  type CheckedAdminPayload,
} from './wire/host/admin.ts';
export {
  errors,
  fail,
  isRetryable,
  ok,
  WireError,
  wireError,
  type ErrorCode,
  type ErrorDetails,
  type Result,
} from './wire/base/errors.ts';
export { Entry, HistoryCursor, historyFilters, isRequestEntry, type HistoryFilter } from './wire/history.ts';
export { bounds, defaultLimits, isSpoken, PROTOCOL, type Limits } from './wire/base/limits.ts';
export { Conversation, Message, MessageText } from './wire/message.ts';
export { DisplayName, nameKey, PersonName } from './wire/names/names.ts';
export { matchesName, nameWords, searchWords } from './wire/names/nameSearch.ts';
export {
  allowsNote,
  Greeting,
  maxNoteBytes,
  MaybeGreeting,
  Note,
  NoteMime,
  noteMimes,
  NoteOffer,
  NoteUpload,
} from './wire/note.ts';
export { isNoteHeader, noteHeaderBytes, unwrapNote, wrapNote } from './wire/noteEnvelope.ts';
export {
  Contact,
  handleOf,
  KnownPerson,
  Person,
  PersonAccount,
  PersonRules,
  RulesChange,
  PictureId,
  pictureTypes,
  type ContactChange,
  type PictureType,
} from './wire/base/people.ts';
export { defaultSettings, QuietHours, Settings, type SettingsChange } from './wire/privacy/settings.ts';
export {
  countFigures,
  durationBounds,
  durationFigures,
  durationLabel,
  Insight,
  insightDays,
  longest,
  peakFigures,
  quantile,
  type CountFigure,
  type DurationFigure,
  type FigureName,
  type InsightRow,
  type PeakFigure,
} from './wire/host/insight.ts';
export { reportReasons, type ReportReason } from './wire/host/report.ts';
export { pushes, pushNames, type Push, type PushName } from './wire/pushes.ts';
export { secretFields } from './wire/base/redaction.ts';
export {
  CarryingLink,
  IceServer,
  isRequestName,
  requests,
  type CheckedPayload,
  type ClientToServerEvents,
  type Data,
  type Handlers,
  type Payload,
  type RequestName,
} from './wire/requests.ts';
export { requestCosts } from './wire/requestCosts.ts';
export { DeviceKindSchema, LinkCauseSchema, MediaKind, RouteSchema, Time } from './wire/base/values.ts';
export {
  CallNews,
  ConversationNews,
  PushAddress,
  PushKey,
  Sent,
  Subscribed,
  SubscribeRequest,
  Wake,
  type WakeSubject,
} from './wire/webPush.ts';
export { CallReason, CallRecord, TraceEventSchema, WireCall } from './wire/wireCall.ts';
