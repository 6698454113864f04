import { LinkId, type LinkCause, type Route } from '@ringback/protocol';
import * as v from 'valibot';
import { defaultPlan, type LinkRules } from '../machine/link.ts';
import { nextPollMs, openSession, transition } from '../machine/mediaSession.ts';
import {
  hasOffer,
  readEnvelope,
  signalEnvelope,
  type PeerMessage,
  type SignalEnvelope,
} from '../machine/peerProtocol.ts';
import { createRetryPolicy } from '../machine/recovery.ts';
import type { SessionEffect, SessionInput, SessionState, SessionStep } from '../machine/sessionState.ts';
import { describeSession, failureEntry, traceEntry, type TracedInput } from '../machine/trace.ts';
import type { MediaSession, MediaSessionOptions } from './mediaSessionApi.ts';
import type { Tracks } from './sections/sections.ts';
import { startPeerLink, type LinkPoll, type PeerLink } from './peerLink.ts';
import { readQuality } from './quality/qualityStats.ts';
import { QualityWatch } from './quality/qualityWatch.ts';
import { randomUuid } from './randomUuid.ts';
import { createEarlySignals, createSignalingSender, type SignalingSender } from './signaling.ts';

// Part of this chunk, because it needs the same code.
export { warmUp } from './warmup.ts';

type Effect<Type extends SessionEffect['type']> = SessionEffect & { type: Type };

/**
 * Runs the machine of one media session and executes its effects. Inputs from all sources go through one queue and are
 * handled one at a time, in order.
 */
export class MediaSessionController implements MediaSession {
  readonly #options: MediaSessionOptions;
  readonly #signaling: SignalingSender;
  readonly #links = new Map<LinkId, PeerLink>();
  /** Links over which nothing is sent yet. */
  readonly #idleLinks = new Set<LinkId>();
  readonly #earlySignals = createEarlySignals();
  readonly #retryPolicy = createRetryPolicy(Math.random);
  /** Null until the first `sendTracks`. */
  #tracks: Tracks | null = null;
  /** The last `sending` message; repeated on each new link, since media may come up before its data channel. */
  #sending: PeerMessage | undefined;
  /** What the other device, which knew of the answer earlier, said about its inputs; reported with the answer. */
  #earlySending: PeerMessage | undefined;
  /** Since the answer. */
  #quality: QualityWatch | undefined;
  /** Whether the other device says that it sends its camera. */
  #expectsPicture = false;
  /** How often signaling was restored. */
  #restorations = 0;
  #session: SessionState = { state: 'closed' };
  /** The session as the last trace entry described it. */
  #description = 'new';
  #queue: SessionInput[] = [];
  #isBusy = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pollTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MediaSessionOptions) {
    this.#options = options;
    this.#signaling = createSignalingSender({
      sendEnvelope: options.sendEnvelope,
      watchServer: () => this.#watchServer(),
      onLinkLost: (linkId) => this.#fail(linkId, 'connectTimeout'),
    });
    const { role, stage } = options;
    this.#execute({ type: 'opened' }, openSession(role, stage, rulesOf(options), now(), createLinkId()));
    this.#pollIn(nextPollMs(this.#session));
    if (stage === 'live') this.#watchQuality();
  }

  answered(): void {
    this.#watchQuality();
    this.#enqueue({ type: 'answered', at: now(), newLinkId: createLinkId() });
    const early = this.#earlySending;
    this.#earlySending = undefined;
    if (early !== undefined) this.#options.onEvent({ type: 'message', message: early });
    this.#pollIn(0);
  }

  receive(linkId: LinkId, text: string): void {
    if (this.#isClosed()) return;
    const envelope = readEnvelope(text);
    switch (envelope?.kind) {
      case undefined:
        return;
      case 'wantLink':
        return this.#enqueue({
          type: 'linkRequested',
          at: now(),
          after: envelope.after,
          newLinkId: createLinkId(),
        });
      case 'wantRestart':
        return this.#enqueue({ type: 'restartRequested', linkId });
      case 'signals':
        return this.#receiveSignals(linkId, envelope);
    }
  }

  #receiveSignals(linkId: LinkId, { signals, plan = defaultPlan }: SignalEnvelope): void {
    const isOffer = hasOffer(signals);
    if (isOffer) this.#enqueue({ type: 'offered', at: now(), linkId, plan });
    const link = this.#links.get(linkId);
    if (link === undefined) {
      if (!isOffer) this.#earlySignals.keep(linkId, signals, now());
      return;
    }
    this.#enqueue({ type: 'signaled', at: now(), linkId });
    link.receive([...signals, ...this.#earlySignals.take(linkId, now())]);
  }

  sendTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const [linkId, link] of this.#links) if (!this.#idleLinks.has(linkId)) link.sendTracks(tracks);
  }

  /** Uses the newest open link: the others may be about to close. */
  sendMessage(message: PeerMessage): void {
    if (message.kind === 'sending') this.#sending = message;
    [...this.#links.values()].findLast((link) => link.sendMessage(message));
  }

  activeLink(): { readonly linkId: LinkId; readonly route: Route } | undefined {
    if (this.#session.state === 'closed' || this.#session.reported.state !== 'up') return undefined;
    const { linkId, route } = this.#session.reported;
    return { linkId, route };
  }

  signalingRestored(): void {
    this.#restorations += 1;
    this.#options.servers.renew();
    this.#retrySignaling();
  }

  /** Skips the queue: nothing that waits in it may happen any more. */
  close(): void {
    clearTimeout(this.#pollTimer);
    this.#quality?.stop();
    this.#signaling.stop();
    this.#queue = [];
    const closed = { type: 'closed' } as const;
    const { session, effects } = transition(this.#session, closed);
    this.#session = session;
    this.#trace(closed, effects);
    for (const effect of effects) this.#attempt(closed, effect);
  }

  /**
   * Returns a function to call when the server turns out to be unreachable. If signaling was restored in between,
   * nothing will report that again, so the session retries at once.
   */
  #watchServer(): () => void {
    const restorations = this.#restorations;
    return () => {
      if (restorations === this.#restorations) this.#enqueue({ type: 'signalingLost' });
      else this.#retrySignaling();
    };
  }

  #retrySignaling(): void {
    this.#enqueue({ type: 'signalingRestored', at: now(), newLinkId: createLinkId() });
  }

  #fail(linkId: LinkId, cause: LinkCause): void {
    this.#enqueue({ type: 'failed', at: now(), linkId, cause });
  }

  #enqueue(input: SessionInput): void {
    this.#queue.push(input);
    if (this.#isBusy) return;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      this.#execute(next, transition(this.#session, next));
  }

  /** An effect may lead to `close`, which cancels the rest. */
  #execute(input: TracedInput, { session, effects }: SessionStep): void {
    this.#session = session;
    this.#trace(input, effects);
    this.#isBusy = true;
    try {
      for (const effect of effects) if (!this.#isClosed()) this.#attempt(input, effect);
    } finally {
      this.#isBusy = false;
    }
  }

  #trace(input: TracedInput, effects: readonly SessionEffect[]): void {
    const { trace } = this.#options;
    if (trace === undefined) return;
    const before = this.#description;
    this.#description = describeSession(this.#session);
    const entry = traceEntry(now(), input, [before, this.#description], effects);
    if (entry !== undefined) trace(entry);
  }

  /** A browser API that throws costs its own effect alone: the other links must still be closed, or opened. */
  #attempt(input: TracedInput, effect: SessionEffect): void {
    try {
      this.#act(effect);
    } catch (error) {
      this.#options.trace?.(failureEntry(now(), input, describeSession(this.#session), effect, error));
    }
  }

  #isWarm(): boolean {
    return this.#session.state === 'open' && this.#session.stage === 'warm';
  }

  #isClosed(): boolean {
    return this.#session.state === 'closed';
  }

  #act(effect: SessionEffect): void {
    const { onEvent } = this.#options;
    switch (effect.type) {
      case 'openLink':
        return this.#openLink(effect);
      case 'closeLink':
        return this.#closeLink(effect.linkId);
      case 'startSending':
        return this.#startSending(effect.linkId);
      case 'announceSwitch':
        return void this.#links.get(effect.linkId)?.sendMessage({ kind: 'moved' });
      case 'restartIce':
        return this.#links.get(effect.linkId)?.restartIce();
      case 'requestRestart':
        return this.#signaling.send(effect.linkId, { kind: 'wantRestart' });
      case 'requestLink':
        return this.#signaling.send(effect.after ?? createLinkId(), {
          kind: 'wantLink',
          after: effect.after,
        });
      case 'startRetryTimer':
        return this.#startRetryTimer(effect);
      case 'stopRetryTimer':
        return clearTimeout(this.#retryTimer);
      case 'recordDirect':
        return this.#recordDirect(effect.worked);
      case 'renderMedia':
        return this.#renderMedia(effect.linkId);
      case 'reportUp': {
        const { linkId, route, gap } = effect;
        return onEvent({ type: 'up', linkId, route, ...(gap !== undefined && { gap }) });
      }
      case 'reportDown':
        return onEvent({ type: 'down', linkId: effect.linkId, cause: effect.cause });
    }
  }

  #openLink({ linkId, initiates, plan }: Effect<'openLink'>): void {
    const isIdle = plan.purpose === 'standby';
    if (isIdle) this.#idleLinks.add(linkId);
    const link = startPeerLink({
      linkId,
      initiates,
      plan,
      servers: this.#options.servers,
      currentTransport: () => this.activeLink()?.route.transport,
      tracks: isIdle ? null : this.#tracks,
      sendSignals: (signals) => this.#signaling.send(linkId, signalEnvelope(signals, plan)),
      onConnected: () => {
        if (this.#sending !== undefined) link.sendMessage(this.#sending);
        this.#shrinkPictures();
        this.#enqueue({ type: 'connected', at: now(), linkId });
      },
      onMessage: (message) => this.#receiveMessage(linkId, message),
      onIceFailed: () => this.#enqueue({ type: 'iceFailed', at: now(), linkId }),
      onGone: (cause) => this.#fail(linkId, cause),
      watchServer: () => this.#watchServer(),
    });
    this.#links.set(linkId, link);
  }

  #closeLink(linkId: LinkId): void {
    this.#links.get(linkId)?.close();
    this.#links.delete(linkId);
    this.#idleLinks.delete(linkId);
  }

  #startSending(linkId: LinkId): void {
    this.#idleLinks.delete(linkId);
    if (this.#tracks !== null) this.#links.get(linkId)?.sendTracks(this.#tracks);
  }

  #receiveMessage(linkId: LinkId, message: PeerMessage): void {
    const at = now();
    if (message.kind === 'moved') return this.#enqueue({ type: 'peerSwitched', at, linkId });
    if (message.kind === 'quality') return this.#quality?.receive(message.summary);
    if (message.kind === 'sending') {
      const { microphone, camera, screen } = message;
      this.#expectsPicture = camera === 'on';
      const media = { audio: microphone !== 'none', video: camera === 'on' || screen === 'on' };
      this.#enqueue({ type: 'mediaAnnounced', at, ...media });
      if (this.#isWarm()) {
        this.#earlySending = message;
        return;
      }
    }
    this.#options.onEvent({ type: 'message', message });
  }

  #recordDirect(worked: boolean): void {
    const { servers, networkHistory } = this.#options;
    const network = servers.network();
    if (network !== undefined) networkHistory.record(network, worked);
  }

  #renderMedia(linkId: LinkId): void {
    const streams = this.#links.get(linkId)?.incoming();
    if (streams !== undefined) this.#options.onEvent({ type: 'media', ...streams });
  }

  #startRetryTimer({ attempt, elapsedMs, cause }: Effect<'startRetryTimer'>): void {
    clearTimeout(this.#retryTimer);
    const pauseMs = this.#retryPolicy(attempt, elapsedMs, cause);
    const onDue = (): void =>
      this.#enqueue(
        pauseMs === 'stop'
          ? { type: 'retriesExhausted' }
          : { type: 'retryDue', at: now(), newLinkId: createLinkId() },
      );
    this.#retryTimer = setTimeout(onDue, pauseMs === 'stop' ? 0 : pauseMs);
  }

  /** Schedules the next poll, in place of the one that was scheduled. */
  #pollIn(delayMs: number): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => void this.#poll(), delayMs);
  }

  async #poll(): Promise<void> {
    const requestedAt = now();
    const polls = await Promise.all([...this.#links.values()].map((link) => link.poll()));
    const polled = polls.filter((poll) => poll !== undefined);
    if (this.#isClosed()) return;
    const at = Math.min(requestedAt, ...polled.map((poll) => poll.at));
    const samples = polled.map(({ sample }) => sample);
    this.#enqueue({ type: 'statsPolled', at, samples, newLinkId: createLinkId() });
    if (this.#isClosed()) return;
    this.#pollIn(nextPollMs(this.#session));
    this.#lookAtQuality(polled);
  }

  #watchQuality(): void {
    const { onEvent, measureServer, onQuality } = this.#options;
    this.#quality ??= new QualityWatch({
      now,
      measureServer,
      sendSummary: (summary) => this.sendMessage({ kind: 'quality', version: 1, summary }),
      onChange: (shown) => {
        this.#shrinkPictures();
        onEvent({ type: 'quality', shown });
      },
      onLook: onQuality,
    });
  }

  /** The voice needs little, and comes first. */
  #shrinkPictures(): void {
    const isWeak = this.#quality?.shown().finding?.kind === 'network';
    for (const link of this.#links.values()) link.shrinkPictures(isWeak);
  }

  /** Uses the report that the poll has read anyway. */
  #lookAtQuality(polled: readonly LinkPoll[]): void {
    const active = this.activeLink();
    const poll = polled.find(({ sample }) => sample.linkId === active?.linkId);
    if (poll?.report === undefined || this.#quality?.isDue(poll.at) !== true) return;
    const isSent = this.#sending?.kind === 'sending' && this.#sending.camera === 'on';
    this.#quality.look(poll.sample.linkId, readQuality(poll.report, poll.at), {
      sent: isSent,
      expected: this.#expectsPicture,
    });
  }
}

function rulesOf({ stage, warm, alwaysRelay, servers, networkHistory }: MediaSessionOptions): LinkRules {
  if (alwaysRelay) return { relays: 'always' };
  if (stage === 'warm' && warm === 'relay') return { relays: 'untilAnswer' };
  const network = servers.network();
  return { relays: network !== undefined && networkHistory.isRelayFirst(network) ? 'first' : 'no' };
}

/** Monotonic, in ms: setting the clock must not look like silence. */
function now(): number {
  return performance.now();
}

function createLinkId(): LinkId {
  return v.parse(LinkId, randomUuid());
}
