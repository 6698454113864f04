/**
 * Every timing and threshold of a call's media, for the machine and for the effects in `peer/`. Where a comment says
 * "measured", the figure was measured on Chromium 156 with simple-peer 9.11.1 and coturn 4.6.
 */

// Connecting a link.

/** From the creation of a link until the two devices are connected; a relay over TLS needs 1-2 s. */
export const connectTimeoutMs = 8_000;

/**
 * From `connected` until the first packet. Both sides send packets or heartbeats as soon as they are connected, so a
 * link without any for this long is dead.
 */
export const firstPacketTimeoutMs = 3_000;

/**
 * The same from the answer on, for a link that was connected while the call rang. The other device may learn of the answer
 * only when it next asks the server, 5 s later, and sends nothing until then. Another link is tried beside it meanwhile.
 */
export const answeredPacketTimeoutMs = 8_000;

/**
 * The same for a standby that became the main link, until another link is tried beside it. Its connectivity checks went
 * through all the time, so either it carries media at once, or it is broken too, or the other page is stalled.
 */
export const switchedPacketTimeoutMs = 700;

/** Links on their way at once: one may be offered to a page that is gone while the next one is made. */
export const maxPendingLinks = 2;

/** Closed links that are remembered, so that late signals do not reopen one. */
export const maxClosedLinks = 32;

// Noticing silence.

/**
 * Without a packet for this long, a link is silent. Audio comes every 20 ms, muted or not. Heartbeats come every 200 ms,
 * but only once a second from a hidden page that plays nothing, because the browser throttles its timers.
 */
export const silentAfterMs = { media: 1_000, heartbeat: 3_000 } as const;

/**
 * Without a packet for this long, a session switches to its standby. Over UDP, 300 ms made no false switch in 30 s each
 * of 10 % loss, 20 % loss and 150 ms jitter (measured). TCP and TLS stall while they retransmit, and heartbeats come
 * five times a second at most.
 */
export const staleAfterMs = { udp: 300, stream: 1_000, heartbeat: 1_500 } as const;

/** A page that was stalled polls late, and before its browser has processed what came meanwhile: one empty poll is no silence. */
export const minEmptyPolls = 2;

/** The highest silence threshold of a link that stalls: a switch this late costs little more than 0.5 s of audio. */
export const maxSilenceThresholdMs = 450;

/**
 * How long a stall raises the threshold. In two calls at 20 % loss on a busy machine, stalls of 172 and 222 ms were
 * followed by ones of 337 and 321 ms within this time (measured).
 */
export const stallMemoryMs = 30_000;

/** Stalls in a link's first seconds do not count: starting cameras and rendering screens cause them. */
export const stallWarmupMs = 2_000;

/** Some hundred packets of audio and video come in this time: enough to measure a loss of a few percent. */
export const lossWindowMs = 1_500;

/**
 * From this share of lost packets on, stalls are expected: far above what a good network loses, far below what makes a
 * call unpleasant. At 10 % loss, a stall of 301 ms at both ends came within minutes (measured).
 */
export const lossyRate = 0.03;

// Polling the counters.

/** The interval of `getStats` polls. */
export const pollIntervalMs = {
  /** While nothing comes in, or a standby could take over: decides how soon a change is noticed. */
  eager: 50,
  /** While media comes in and there is no standby: a silence is reported after a second at the earliest. */
  calm: 250,
  /** Before the answer nothing comes in. */
  beforeAnswer: 500,
} as const;

/**
 * A browser that takes longer to count gets no answer for now: the other links must not wait. Two such polls in a row
 * make a link silent.
 */
export const maxPollMs = 1_000;

/** Browsers count within some milliseconds, and a busy machine within 100; later, the receivers are asked instead. */
export const statsTimeoutMs = 500;

/** A report that is older was not late: its clock is not the page's. */
export const maxReportAgeMs = 2_000;

// Switching links.

/** A switch takes effect at both ends within this time; another one before that would only undo it. */
export const switchSettleMs = 3_000;

/** After a newer link took over, the other device may need the older one for this long. */
export const overlapMs = 1_000;

/**
 * A newer link that is silent for this long, as long as a link may take to connect, is closed: the other device gave it
 * up, and its close was lost.
 */
export const maxSilentMs = 8_000;

/** A newer link that brings audio but no picture takes over after this long anyway. */
export const pictureTimeoutMs = 1_500;

/** Media that the other device announced comes within this time, or never over this link. */
export const announcedMediaTimeoutMs = 3_000;

/** Links replaced for missing media, per call; after that the cause is probably not the link. */
export const maxIncompleteLinks = 2;

// Optional links: the standby, and a direct link beside a relayed one.

/** A call that has just come up needs its bandwidth for its first pictures. */
export const standbyDelayMs = 1_500;

/** Where direct links failed before on this network, one is tried only after the call has settled. */
export const directDelayMs = 5_000;

/** Failed attempts at a direct link, per call. */
export const maxDirectFailures = 5;

/** The pause before an optional link is tried again; it doubles up to a minute. */
export const optionalPauseMs = { first: 5_000, longest: 60_000 } as const;

/** The pause after a standby found no relay: where there is none now, one will hardly appear soon. */
export const noRelayPauseMs = 60_000;

// Recovery.

/** The pauses between two attempts at a link: they double up to 4 s. */
export const retryPauseMs = { first: 500, longest: 4_000 } as const;

/** Pauses vary by a quarter, so that two devices do not retry in lockstep. */
export const retryJitter = 0.25;

/**
 * The pause after the other page closed its peer. It hung up or is reloading. It announces a hang-up, and an offer to a
 * reloading page would be lost, so this is how long a reload usually takes.
 */
export const reloadPauseMs = 1_500;

/** Longer than every deadline of a call on the server: the call ends before its session gives up. */
export const giveUpAfterMs = 120_000;

/** Attempts before the answer; more follow after it. */
export const maxEarlyAttempts = 3;

/** Both devices notice a silence at the same time, so the offer and the request for it cross. */
export const crossingMs = 1_000;

/** An honest device does not request another link this soon after it was given one. */
export const minRequestGapMs = 250;

// Signaling.

/** Candidates gathered at once, one per network interface, are reported one after the other. */
export const candidateBurstMs = 5;

/** Between two envelopes of candidates: with 60 requests a second allowed per socket, a burst of candidates must not use them up. */
export const candidatePauseMs = 50;

/** An answer with all its candidates fits many times over. */
export const maxSignalsPerEnvelope = 64;

/** Of a session description; an envelope holds 64 kB. */
export const maxSdpLength = 48 * 1_024;

/** No message on a data channel comes near this many characters. */
export const maxPeerMessageLength = 1_000;

/** Envelopes that the server throttled are sent again this often. */
export const maxThrottledRetries = 3;

/** The pause before that, where the server names none. */
export const throttledPauseMs = 500;

/** Signals that arrive before their link's offer are kept this long, and this many envelopes of them. */
export const earlySignals = { keptMs: 5_000, maxEnvelopes: 32 } as const;

/** Signals kept while a link waits for its ICE servers: far more than an honest offer and its candidates make. */
export const maxPendingSignals = 256;

// ICE servers and code.

/** ICE servers are fetched again after this; several links are made in a row, and credentials last many times as long. */
export const iceServersFreshMs = 60_000;

/** An answer without any server is fetched again after this: a relay that restarts is back in about a second. */
export const noIceServersFreshMs = 1_000;

/** Before the code of a session is fetched again. */
export const codeRetryMs = 500;
/** A fetch that a changing network aborted succeeds within as many attempts. */
export const codeFailuresToReport = 3;

// What is sent.

/** Five heartbeats in a row have to be lost, or 15 of a hidden page's throttled timers, before a link counts as silent. */
export const heartbeatIntervalMs = 200;

/**
 * The first pictures are scaled down by this factor per side, for this long: 640 by 360 of a camera's 720p. By then the
 * browser has measured the bandwidth.
 */
export const firstPicture = { scaleDownBy: 2, forMs: 1_000 } as const;

/** The camera's pictures while the network is too weak: small ones that leave the room to the voice. */
export const weakPicture = { scaleDownBy: 3, maxBitrate: 150_000 } as const;

/**
 * Where the browser's bandwidth estimate starts, in kbit/s. About a quarter goes to audio and headers, and with less
 * than 900 left for 720p Chromium drops the first picture and starts with a smaller one; at 1,000 it does (measured).
 */
export const startBitrateKbps = 1_500;

/** What a shared screen mostly shows: text has to be sharp, a film has to move. */
export type ScreenContent = 'text' | 'motion';

/**
 * The limits of a shared screen. Text stays readable while it scrolls at far less than a camera's rate, and a page of
 * text at 1080p takes about 1.5 Mbit/s when it changes as a whole.
 */
export const screenSending = {
  text: { maxFramerate: 15, maxBitrate: 2_500_000, degradationPreference: 'maintain-resolution' },
  motion: { maxFramerate: 30, maxBitrate: 4_000_000, degradationPreference: 'balanced' },
} as const satisfies Record<ScreenContent, object>;
