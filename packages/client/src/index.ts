export { createBrowserEngine } from './browserEngine.ts';
export { createEngine } from './createEngine.ts';
export type { Engine, NoteActions } from './engine.ts';
export { openMediaSession, preloadMediaSession } from '@ringback/rtc';
export type {
  MediaSession,
  OpenMediaSession,
  MediaSessionEvent,
  MediaSessionOptions,
  Tracks,
} from '@ringback/rtc';
export { createBrowserCapture } from './media/browserCapture.ts';
export type { Capture, Captured } from './media/capture.ts';
export type { Equipment, EquipmentKind, Piece } from './media/equipment.ts';
export type { CaptureFailure } from './media/failure.ts';
export { listenTo } from './media/listenTo.ts';
export { loudnessDb } from './media/loudness.ts';
export type {
  Clock,
  KeyValueStorage,
  Locks,
  ProfileStorage,
  Random,
  ReconnectSignals,
} from './platform/ports.ts';
export type { Recorded, Recorder, RecordingEvents, RunningRecording } from './media/recorder.ts';
export type { NoteRecordingState, OpenRecording } from './notes/noteRecording.ts';
export type { PushApi } from './push/pushApi.ts';
export type { Account } from './connection/account.ts';
export type {
  CallScreen,
  CallStatus,
  Choices,
  CurrentCall,
  EquipmentOffer,
  IncomingCall,
  Outcome,
  Remark,
  Sending,
} from './calls/callScreen.ts';
export type { Connection } from './connection/connectionState.ts';
export type { Conversations, Draft, MessageList, Thread } from './conversation/conversations.ts';
export { isUnplayed } from './notes/notes.ts';
export type { HeardGreeting, NoteDraft, NoteMedia, NoteReach, Notes, NoteToPlay } from './notes/notes.ts';
export { memoryNoteShelf, type NoteShelf, type OpenNoteShelf } from './notes/noteShelf.ts';
export type {
  Deletion,
  EntryList,
  Found,
  History,
  HistoryFilter,
  HistoryListName,
} from './history/history.ts';
export type { MissedNotice, Notices } from './history/notices.ts';
export type { Known, People, Search } from './people/people.ts';
export type { ReadonlyStore } from './platform/readonlyStore.ts';
export type { ChangeState, SettingsState } from './settings/settings.ts';
export type { Ports } from './enginePorts.ts';
