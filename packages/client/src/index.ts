export { createBrowserEngine } from './browserEngine.ts';
export { fetchParts } from './fetchParts.ts';
export { createEngine, type Engine, type Ports } from './engine.ts';
export { openMediaSession, preloadMediaSession } from '@ringback/rtc';
export type {
  MediaSession,
  OpenMediaSession,
  QualityLook,
  Reaction,
  MediaSessionEvent,
  MediaSessionOptions,
  ScreenContent,
  Tracks,
} from '@ringback/rtc';
export { answersOverHttp } from './connection/offlineReason.ts';
export { canMakeCalls } from './platform/callSupport.ts';
export { createBrowserCapture, openPickedInput } from './media/browserCapture.ts';
export type { Capture, CaptureResult } from './media/mediaPorts.ts';
export type { MediaDevices, MediaDeviceType, MediaDevice } from './media/mediaDevices.ts';
export type { CaptureFailure } from './media/mediaPorts.ts';
export type { ScreenFailure, Surface } from './media/screen/screenPorts.ts';
export { createLazyProcessor } from './media/processing/lazyProcessor.ts';
export { processingFor } from './media/processing/processing.ts';
export type { ProcessingOutcome, ProcessingProblem } from './media/processing/processing.ts';
export { analyzeTrack } from './media/audioLevels.ts';
export { loudnessDb } from './media/audioLevels.ts';
export { tapTrack } from './media/audioLevels.ts';
export { browserProfileStorage, browserTabStorage } from './platform/storage.ts';
export type {
  Clock,
  KeyValueStorage,
  Locks,
  ProfileStorage,
  Random,
  ReconnectSignals,
} from './platform/ports.ts';
export type { Recorded, Recorder, RecordingEvents, RunningRecording } from './media/mediaPorts.ts';
export type { NoteRecordingState, OpenRecording } from './notes/noteRecording.ts';
export type { PushApi } from './push/pushApi.ts';
export type {
  AccountForm,
  CredentialActions,
  JoinedAccount,
  JoinForm,
  PasskeyCeremonies,
} from './connection/credentials/credentials.ts';
export type { LinkWatch, SessionsApi } from './sessions/sessionsApi.ts';
export type { Account, AccountActions, SignOutReach } from './connection/account/accountStore.ts';
export type { DraftStatus } from './outbox/outbox.ts';
export type {
  CallScreen,
  CallStatus,
  DeviceChoices,
  DeviceSelection,
  CurrentCall,
  HeldCall,
  HoldState,
  DeviceOffer,
  IncomingCall,
  Outcome,
  OwnPreview,
  ShareStatus,
  SecondCall,
  InputStatus,
  VideoRequestAnswers,
  ProcessingStatus,
} from './calls/selectors/callScreen.ts';
export type { UnblockQuestion } from './calls/unblockPrompt.ts';
export type { CallFinding, CallQuality, MicrophoneProblem } from './calls/selectors/selectQuality.ts';
export type { ShownReaction, Side } from './calls/state/callsState.ts';
export type { Toast } from './calls/state/toast.ts';
export type { Connection, OfflineReason } from './connection/signalingClient.ts';
export type { Conversations, Thread } from './conversation/conversations.ts';
export type { MessageList } from './messages/messageList.ts';
export type { MessageDraft } from './messages/messageOutbox.ts';
export { isUnplayed } from './notes/notes.ts';
export type {
  HeardGreeting,
  NoteActions,
  NoteDraft,
  NoteMedia,
  NoteReach,
  Notes,
  NoteToPlay,
} from './notes/notes.ts';
export { memoryNoteShelf, type NoteShelf, type OpenNoteShelf } from './notes/noteShelf.ts';
export type { Deletion, EntryList, Found, History, HistoryListName } from './history/history.ts';
export type { MissedNotice, Notices } from './history/noticeStore.ts';
export type { Known, People, PeopleActions, Search } from './people/peopleStore.ts';
export type { ReadonlyStore } from './platform/store.ts';
export {
  readOwnPicturePlace,
  saveOwnPicturePlace,
  type OwnPicturePlace,
} from './settings/ownPicturePlace.ts';
export type { ChangeState, SettingsState } from './settings/settingsStore.ts';
export {
  defaultDevicePreferences,
  ringtoneNames,
  type DevicePreferences,
  type RingtoneName,
} from './settings/devicePreferences.ts';
export { checksForCause } from './checkup/checksForCause.ts';
export type { CheckupStore } from './checkup/checkupApi.ts';
export { findingsOf, idleCheckup, type CheckState, type CheckupState } from './checkup/checkupState.ts';
export type { Comparison } from './checkup/checkupMemory.ts';
export { checkupReport, reportText } from './checkup/checkupReport.ts';
export type { CheckupSummary, Limit } from './checkup/checkupSummary.ts';
export {
  checkNames,
  found,
  good,
  severities,
  type CheckName,
  type Finding,
  type Measures,
  type Problem,
  type Verdict,
} from './checkup/findings/finding.ts';
