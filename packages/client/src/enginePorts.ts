import type { OpenMediaSession } from '@ringback/rtc';
import type { MediaPorts } from './media/mediaPorts.ts';
import type { OpenNoteShelf } from './notes/noteShelf.ts';
import type { PlatformPorts } from './platform/ports.ts';

/** All that the engine needs of the machine that it runs on. `createBrowserEngine` uses a browser's. */
export interface Ports extends PlatformPorts, MediaPorts {
  readonly openNoteShelf: OpenNoteShelf;
  readonly openMediaSession: OpenMediaSession;
}
