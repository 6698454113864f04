/**
 * The version of this contract. It grows by optional fields, new requests and new words, which older pages ignore, and
 * rises only when that is not enough.
 */
export const PROTOCOL = 1;

/** Whether a server speaks a client's version: its own, or the one before, for pages that were open during an update. */
export function isSpoken(protocol: number): boolean {
  return protocol === PROTOCOL || protocol === PROTOCOL - 1;
}

/** The server's default rate limits. Each can be set through its environment. */
export const defaultLimits = {
  placesPerMinute: 30,
  placesPerMinutePerPair: 12,
  signInsPerMinute: 120,
  /** Per socket, average. Candidates are sent in batches of 50 ms, so an honest client stays far below. */
  requestsPerSecond: 60,
  /** Per socket, burst. */
  requestBurst: 180,
  signalBytesPerSecond: 256 * 1024,
  socketsPerUser: 20,
  socketsPerAddress: 500,
  /** Per address, average, once it has opened as many as it may have sockets. */
  handshakesPerSecond: 50,
  /** Units of work (`requestCosts`) over all sockets of a user: at once, as twenty tabs that come back; and on average. */
  userUnits: 3_000,
  userUnitsPerSecond: 200,
  /** The same for an address, which an office may share. */
  addressUnits: 40_000,
  addressUnitsPerSecond: 2_000,
  readsAtOnce: 2,
  findsPerMinute: 30,
  iceRequestsPerMinute: 30,
  /** Relay credentials for check-ups: one for each, and one for each network check that is repeated. */
  checkupsPerMinute: 6,
  messagesPerMinute: 60,
  /** Changes of name and picture. */
  profileChangesPerMinute: 20,
} as const satisfies Record<string, number>;
export type Limits = { readonly [K in keyof typeof defaultLimits]: number };

/** Bounds that belong to the contract itself: both ends rely on them. */
export const bounds = {
  /** Bytes of one signal. An SDP with candidates has 5-7 kB. */
  boxBytes: 64 * 1024,
  /** Bytes of one message on the socket. */
  messageBytes: 100 * 1024,
  /** How long a socket may stay connected without saying hello. */
  helloMs: 5_000,
  /** How long a client waits for an answer. */
  requestTimeoutMs: 10_000,
  /** How often a client asks for a call that is live and not active. */
  pollMs: 5_000,
  historyPage: 100,
  /** Calls named in one `history:seen` or `history:delete`; entries in one `history:restored`. */
  historyBatch: 200,
  /** How long a removal from the history can be undone; much longer than any screen offers it. */
  undoMs: 600_000,
  /** Characters of a search for a name. */
  searchLength: 80,
  /** People in a user's list. */
  people: 500,
  contacts: 500,
  /** People about whom a user may have rules. */
  ruledPeople: 1_000,
  /** Bytes of a person's picture. A photo of 256 by 256 pixels takes 10-25 kB. */
  pictureBytes: 64 * 1024,
  /** Characters of one text message, as people count them. */
  messageLength: 4_000,
  messagePage: 100,
  /** Conversations in the list, the latest first. */
  conversations: 500,
  /** Links named in one hello. */
  helloLinks: 8,
  liveCalls: 16,
  /** Characters of a note to the host, and messages that a report may show them. */
  reportNoteLength: 500,
  reportMessages: 20,
  /** Characters of what a call is about. */
  reasonLength: 80,
  /** Duration of a note. */
  noteMs: 30_000,
  /** Bytes of a note. 30 seconds take about 0.2 MB of sound at 48 kbit/s, and 4 MB of video at 1 Mbit/s. */
  voiceNoteBytes: 1024 * 1024,
  videoNoteBytes: 8 * 1024 * 1024,
  /** Loudness samples of a note, from which its waveform is drawn. */
  notePeaks: 48,
  notePage: 100,
  /** How long the server keeps a note at most, and an upload that does not go on. */
  noteKeptMs: 30 * 24 * 60 * 60 * 1000,
  noteUnfinishedMs: 15 * 60 * 1000,
  /** Notes that the server keeps at once: from one person to another, and from one person in all. */
  notesKeptPerPair: 30,
  notesKeptPerUser: 100,
  /** Signed-in devices of a user, including those that browsers remember; the ones unused for longest are signed out. */
  devices: 200,
  /** The latest browser profiles of a user that the server remembers. */
  profiles: 32,
  /** A longer gap in a call's media is reported as one hour. */
  gapMs: 3_600_000,
  /** The server's ping interval and ping timeout: a silent device is detected within 10 s. */
  pingMs: 5_000,
} as const;
