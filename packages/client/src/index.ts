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
  Ports,
  ProfileStorage,
  Random,
  WakeUps,
} from './session/ports.ts';
export type { Recorded, Recorder, RecordingEvents, RunningRecording } from './media/recorder.ts';
export type { NoteRecordingState, OpenRecording } from './session/noteRecording.ts';
export type { PushDoor } from './session/pushDoor.ts';
export type { Account } from './stores/account.ts';
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
} from './stores/call.ts';
export type { Connection } from './stores/connection.ts';
export type { Conversations, Draft, MessageList, Thread } from './stores/conversations.ts';
export { isUnplayed } from './stores/notes.ts';
export type { HeardGreeting, NoteDraft, NoteMedia, NoteReach, Notes, NoteToPlay } from './stores/notes.ts';
export { memoryNoteShelf, type NoteShelf, type OpenNoteShelf } from './stores/noteShelf.ts';
export type {
  Deletion,
  EntryList,
  Found,
  History,
  HistoryFilter,
  HistoryListName,
} from './stores/history.ts';
export type { MissedNotice, Notices } from './stores/notices.ts';
export type { Known, People, Search } from './stores/people.ts';
export type { Readable } from './stores/readable.ts';
export type { ChangeState, SettingsState } from './stores/settings.ts';
