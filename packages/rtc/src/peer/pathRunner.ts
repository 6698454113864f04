import { createRetryPolicy } from '../machine/retryPolicy.ts';
import { LinkId, type LinkCause, type Route } from '@ringback/protocol';
import { openPath, pathTransition } from '../machine/pathTransition.ts';
import { plainPlan, type LinkRules } from '../machine/plan.ts';
import { readBox } from '../machine/box.ts';
import type { Path, PathEffect, PathInput, PathStep } from '../machine/path.ts';
import type { PeerMessage } from '../machine/peerMessage.ts';
import * as v from 'valibot';
import { createBoxPost, type BoxPost } from './boxPost.ts';
import { keepEarlySignals } from './earlySignals.ts';
import { startLink, type LinkAtWork } from './linkAtWork.ts';
import { lookAgainMs } from './looking.ts';
import { signalsBox, type SignalsBox } from './signalsBox.ts';
import type { MediaSessionOptions, Tracks } from './mediaPath.ts';

/**
 * Carries out one path: keeps the machine of `@ringback/protocol` going and does what its effects say. Inputs are taken
 * one at a time, in order, whoever sends them and from wherever.
 */
export class PathRunner {
  readonly #options: MediaSessionOptions;
  readonly #post: BoxPost;
  readonly #links = new Map<LinkId, LinkAtWork>();
  /** Links over which nothing is sent yet. */
  readonly #idle = new Set<LinkId>();
  readonly #early = keepEarlySignals();
  readonly #retryPolicy = createRetryPolicy(Math.random);
  /** Null until there is something to send, be it nothing. */
  #tracks: Tracks | null = null;
  /** What the other side was told last of what it gets; media may come up ahead of the channel that carries this. */
  #sending: PeerMessage | undefined;
  /** How often the server came back. */
  #returns = 0;
  #path: Path;
  #inputs: PathInput[] = [];
  #isBusy = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MediaSessionOptions, rules: LinkRules) {
    this.#options = options;
    this.#post = createBoxPost({
      sendEnvelope: options.sendEnvelope,
      watchServer: () => this.#watchServer(),
      onLinkLost: (linkId) => this.#fail(linkId, 'connectTimeout'),
    });
    const opened = openPath(options.role, options.stage, rules, now(), freshLinkId());
    this.#path = opened.path;
    this.#execute(opened);
    this.#lookIn(lookAgainMs(this.#path));
  }

  answered(): void {
    this.#input({ type: 'answered', at: now(), freshId: freshLinkId() });
    this.#lookIn(0);
  }

  receive(linkId: LinkId, box: string): void {
    if (this.#isClosed()) return;
    const content = readBox(box);
    switch (content?.kind) {
      case undefined:
        return;
      case 'wantLink':
        return this.#input({ type: 'wanted', at: now(), after: content.after, freshId: freshLinkId() });
      case 'wantRestart':
        return this.#input({ type: 'restartWanted', linkId });
      case 'signals':
        return this.#receiveSignals(linkId, content);
    }
  }

  #receiveSignals(linkId: LinkId, { signals, plan = plainPlan }: SignalsBox): void {
    const offers = signals.some(({ type }) => type === 'offer');
    if (offers) this.#input({ type: 'offered', at: now(), linkId, plan });
    const link = this.#links.get(linkId);
    if (link === undefined) {
      if (!offers) this.#early.keep(linkId, signals, now());
      return;
    }
    this.#input({ type: 'signaled', at: now(), linkId });
    link.receive([...signals, ...this.#early.take(linkId, now())]);
  }

  sendTracks(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const [linkId, link] of this.#links) if (!this.#idle.has(linkId)) link.send(tracks);
  }

  /** Over the newest link that is open: the others may be on their way out. */
  sendMessage(message: PeerMessage): void {
    if (message.kind === 'sending') this.#sending = message;
    [...this.#links.values()].findLast((link) => link.tell(message));
  }

  activeLink(): { readonly linkId: LinkId; readonly route: Route } | undefined {
    if (this.#path.state === 'closed' || this.#path.told.state !== 'up') return undefined;
    const { linkId, route } = this.#path.told;
    return { linkId, route };
  }

  signalingRestored(): void {
    this.#returns += 1;
    this.#options.servers.renew();
    this.#tryAnew();
  }

  /**
   * Returns what says that the server is away. If it came back before that was known, nobody will say again that it is
   * there: the path tries anew at once.
   */
  #watchServer(): () => void {
    const returns = this.#returns;
    return () => {
      if (returns === this.#returns) this.#input({ type: 'signalingLost' });
      else this.#tryAnew();
    };
  }

  #tryAnew(): void {
    this.#input({ type: 'signalingIsBack', at: now(), freshId: freshLinkId() });
  }

  #fail(linkId: LinkId, cause: LinkCause): void {
    this.#input({ type: 'failed', at: now(), linkId, cause });
  }

  /** Does not wait for its turn: whatever was about to happen does not. */
  close(): void {
    clearTimeout(this.#lookTimer);
    this.#post.stop();
    this.#inputs = [];
    const { path, effects } = pathTransition(this.#path, { type: 'closed' });
    this.#path = path;
    for (const effect of effects) this.#act(effect);
  }

  #input(input: PathInput): void {
    this.#inputs.push(input);
    if (this.#isBusy) return;
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift())
      this.#execute(pathTransition(this.#path, next));
  }

  /** Effects tell others, and they may close the path in return; the rest is void then. */
  #execute({ path, effects }: PathStep): void {
    this.#path = path;
    this.#isBusy = true;
    try {
      for (const effect of effects) if (!this.#isClosed()) this.#act(effect);
    } finally {
      this.#isBusy = false;
    }
  }

  #isClosed(): boolean {
    return this.#path.state === 'closed';
  }

  #act(effect: PathEffect): void {
    const { onEvent } = this.#options;
    switch (effect.type) {
      case 'openLink':
        return this.#openLink(effect);
      case 'closeLink':
        return this.#closeLink(effect.linkId);
      case 'sendOver':
        return this.#sendOver(effect.linkId);
      case 'tellMoved':
        return void this.#links.get(effect.linkId)?.tell({ kind: 'moved' });
      case 'restartIce':
        return this.#links.get(effect.linkId)?.restartIce();
      case 'askForRestart':
        return this.#post.send(effect.linkId, { kind: 'wantRestart' });
      case 'askForLink':
        return this.#post.send(effect.after ?? freshLinkId(), { kind: 'wantLink', after: effect.after });
      case 'startRetryTimer':
        return this.#startRetryTimer(effect);
      case 'stopRetryTimer':
        return clearTimeout(this.#retryTimer);
      case 'noteDirect':
        return this.#noteDirect(effect.worked);
      case 'showMedia':
        return this.#showMedia(effect.linkId);
      case 'tellUp': {
        const { linkId, route, gap } = effect;
        return onEvent({ type: 'up', linkId, route, ...(gap !== undefined && { gap }) });
      }
      case 'tellDown':
        return onEvent({ type: 'down', linkId: effect.linkId, cause: effect.cause });
    }
  }

  #openLink({ linkId, initiates, plan }: PathEffect & { type: 'openLink' }): void {
    const isIdle = plan.purpose === 'standby';
    if (isIdle) this.#idle.add(linkId);
    const link = startLink({
      linkId,
      initiates,
      plan,
      servers: this.#options.servers,
      currentTransport: () => this.activeLink()?.route.transport,
      tracks: isIdle ? null : this.#tracks,
      sendSignals: (signals) => this.#post.send(linkId, signalsBox(signals, plan)),
      onConnected: () => {
        if (this.#sending !== undefined) link.tell(this.#sending);
        this.#input({ type: 'connected', at: now(), linkId });
      },
      onMessage: (message) => this.#hear(linkId, message),
      onIceFailed: () => this.#input({ type: 'iceFailed', at: now(), linkId }),
      onGone: (cause) => this.#fail(linkId, cause),
      watchServer: () => this.#watchServer(),
    });
    this.#links.set(linkId, link);
  }

  #closeLink(linkId: LinkId): void {
    this.#links.get(linkId)?.close();
    this.#links.delete(linkId);
    this.#idle.delete(linkId);
  }

  #sendOver(linkId: LinkId): void {
    this.#idle.delete(linkId);
    if (this.#tracks !== null) this.#links.get(linkId)?.send(this.#tracks);
  }

  #hear(linkId: LinkId, message: PeerMessage): void {
    const at = now();
    if (message.kind === 'moved') return this.#input({ type: 'peerMoved', at, linkId });
    if (message.kind === 'sending') {
      const { microphone, camera } = message;
      this.#input({ type: 'announced', at, audio: microphone !== 'none', video: camera === 'on' });
    }
    this.#options.onEvent({ type: 'message', message });
  }

  #noteDirect(worked: boolean): void {
    const { servers, networkHistory } = this.#options;
    const network = servers.network();
    if (network !== undefined) networkHistory.record(network, worked);
  }

  #showMedia(linkId: LinkId): void {
    const stream = this.#links.get(linkId)?.stream();
    if (stream !== undefined) this.#options.onEvent({ type: 'media', stream });
  }

  #startRetryTimer({ attempt, elapsedMs, cause }: PathEffect & { type: 'startRetryTimer' }): void {
    clearTimeout(this.#retryTimer);
    const pauseMs = this.#retryPolicy(attempt, elapsedMs, cause);
    const due = (): void => {
      const freshId = freshLinkId();
      this.#input(pauseMs === 'stop' ? { type: 'gaveUp' } : { type: 'retryDue', at: now(), freshId });
    };
    this.#retryTimer = setTimeout(due, pauseMs === 'stop' ? 0 : pauseMs);
  }

  /** Looks at the links after a while, in place of any look that was to come. */
  #lookIn(delayMs: number): void {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => void this.#look(), delayMs);
  }

  async #look(): Promise<void> {
    const askedAt = now();
    const looks = await Promise.all([...this.#links.values()].map((link) => link.look()));
    const seen = looks.filter((look) => look !== undefined);
    if (this.#isClosed()) return;
    const at = Math.min(askedAt, ...seen.map((look) => look.at));
    const samples = seen.map(({ sample }) => sample);
    this.#input({ type: 'looked', at, samples, freshId: freshLinkId() });
    if (!this.#isClosed()) this.#lookIn(lookAgainMs(this.#path));
  }
}

/** Monotonic, in ms: a clock that is set must not look like silence. */
function now(): number {
  return performance.now();
}

function freshLinkId(): LinkId {
  return v.parse(LinkId, crypto.randomUUID());
}
