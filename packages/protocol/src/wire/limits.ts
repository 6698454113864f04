/** The number of this contract; a server refuses clients that speak another one, and the app says to reload. */
export const PROTOCOL = 1;

/** What the server grants by default; each can be set by its environment. */
export const defaultLimits = {
  placesPerMinute: 30,
  placesPerMinutePerPair: 12,
  signInsPerMinute: 120,
  /** Per socket, in the mean; candidates go in batches of 50 ms, so an honest client stays far below. */
  requestsPerSecond: 60,
  /** Per socket, at once. */
  requestBurst: 180,
  signalBytesPerSecond: 256 * 1024,
  socketsPerUser: 20,
  socketsPerAddress: 500,
  iceRequestsPerMinute: 30,
  messagesPerMinute: 60,
  /** Of one's name and picture. */
  profileChangesPerMinute: 20,
} as const satisfies Record<string, number>;
export type Limits = { readonly [K in keyof typeof defaultLimits]: number };

/** Bounds that belong to the contract itself: both ends hold them. */
export const bounds = {
  /** Bytes of a sealed signal; an SDP with candidates has 5-7 kB. */
  boxBytes: 64 * 1024,
  /** Bytes of one message on the socket. */
  messageBytes: 100 * 1024,
  /** How long a socket may stay without saying hello. */
  helloMs: 5_000,
  /** How long a client waits for an answer. */
  requestTimeoutMs: 10_000,
  /** How often a client asks for a call that is live and not active. */
  pollMs: 5_000,
  historyPage: 100,
  /** Calls named in one `history:seen` or `history:delete`; entries named in one `history:restored`. */
  historyBatch: 200,
  /** How long a removal from the history can be undone; much longer than any screen offers it. */
  undoMs: 600_000,
  /** Characters of a name that is searched for. */
  searchLength: 80,
  /** Listed of those with whom the user has talked. */
  people: 500,
  contacts: 500,
  /** Bytes of a person's picture: 256 by 256 pixels of a photo take 10-25 kB. */
  pictureBytes: 64 * 1024,
  /** Characters of one text message, as people count them. */
  messageLength: 4_000,
  messagePage: 100,
  /** The latest of them are listed. */
  conversations: 500,
  /** Links named in one hello. */
  helloLinks: 8,
  liveCalls: 16,
  /** A note is at most so long. */
  noteMs: 30_000,
  /** Bytes of a note as it is sent. Thirty seconds have about 0.2 MB of sound at 48 kbit/s, 4 MB with pictures at 1 Mbit/s. */
  voiceNoteBytes: 1024 * 1024,
  videoNoteBytes: 8 * 1024 * 1024,
  /** How finely the loudness of a note is told, for its picture. */
  notePeaks: 48,
  notePage: 100,
  /** The server keeps what was sent for so long at most, and what was begun and not finished. */
  noteKeptMs: 30 * 24 * 60 * 60 * 1000,
  noteUnfinishedMs: 7 * 24 * 60 * 60 * 1000,
  /** Notes that the server keeps at once: of one person for another one, and of one person in all. */
  notesKeptPerPair: 30,
  notesKeptPerUser: 100,
  /** Browser profiles of one user that the server remembers, the latest ones. */
  profiles: 32,
  /** A longer gap in a call's media is told as one of an hour. */
  gapMs: 3_600_000,
  /** The server pings at this interval and gives up after as long again: a silent device is known after 10 s. */
  pingMs: 5_000,
} as const;
