import {
  createRetryPolicy,
  LinkId,
  openPath,
  pathTransition,
  readBox,
  type LinkCause,
  type Path,
  type PathEffect,
  type PathInput,
  type PathStep,
  type PeerMessage,
  type Route,
  type Sample,
  type Signal,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createBoxPost, type BoxPost } from './boxPost.ts';
import { keepEarlySignals } from './earlySignals.ts';
import { createIceServerSource, type IceServerSource } from './iceServers.ts';
import { startLink, type LinkAtWork } from './linkAtWork.ts';
import type { PathOptions, Tracks } from './mediaPath.ts';

/** How often counters are looked at while nothing comes in: decides how soon a call is seen to be up. */
const eagerLookMs = 50;
/** How often while media comes in: a silence of a second is noticed a quarter later at most. */
const calmLookMs = 250;

/**
 * Carries out one path: keeps the machine of `@ringback/protocol` going and does what its effects say. Inputs are taken
 * one at a time, in order, whoever sends them and from wherever.
 */
export class PathRunner {
  readonly #options: PathOptions;
  readonly #servers: IceServerSource;
  readonly #post: BoxPost;
  readonly #links = new Map<LinkId, LinkAtWork>();
  readonly #early = keepEarlySignals();
  readonly #retryPolicy = createRetryPolicy(Math.random);
  #tracks: Tracks = { audio: null, video: null };
  /** What the other side was told last of what it gets; media may come up ahead of the channel that carries this. */
  #sending: PeerMessage | undefined;
  /** How often the server came back. */
  #returns = 0;
  #path: Path;
  #inputs: PathInput[] = [];
  #isBusy = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PathOptions) {
    this.#options = options;
    this.#servers = createIceServerSource(options.fetchIceServers);
    this.#servers.prefetch();
    this.#post = createBoxPost({
      sendBox: options.sendBox,
      watchServer: () => this.#watchServer(),
      onLinkLost: (linkId) => this.#fail(linkId, 'connectTimeout'),
    });
    const opened = openPath(options.role, now(), freshLinkId());
    this.#path = opened.path;
    this.#execute(opened);
    this.#scheduleLook();
  }

  receive(linkId: LinkId, box: string): void {
    if (this.#path.state === 'closed') return;
    const content = readBox(box);
    switch (content?.kind) {
      case undefined:
        return;
      case 'wantLink':
        return this.#input({ type: 'wanted', at: now(), after: content.after, freshId: freshLinkId() });
      case 'signals':
        return this.#receiveSignals(linkId, content.signals);
    }
  }

  #receiveSignals(linkId: LinkId, signals: readonly Signal[]): void {
    const offers = signals.some(({ type }) => type === 'offer');
    if (offers) this.#input({ type: 'offered', at: now(), linkId });
    const link = this.#links.get(linkId);
    if (link === undefined) {
      if (!offers) this.#early.keep(linkId, signals, now());
      return;
    }
    this.#input({ type: 'signaled', at: now(), linkId });
    link.receive([...signals, ...this.#early.take(linkId, now())]);
  }

  send(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const link of this.#links.values()) link.send(tracks);
  }

  /** Over the newest link that is open: the others may be on their way out. */
  tell(message: PeerMessage): void {
    if (message.kind === 'sending') this.#sending = message;
    [...this.#links.values()].findLast((link) => link.tell(message));
  }

  carrying(): { readonly linkId: LinkId; readonly route: Route } | undefined {
    if (this.#path.state === 'closed' || this.#path.told.state !== 'up') return undefined;
    const { linkId, route } = this.#path.told;
    return { linkId, route };
  }

  signalingIsBack(): void {
    this.#returns += 1;
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
        return this.#openLink(effect.linkId, effect.initiates);
      case 'closeLink':
        this.#links.get(effect.linkId)?.close();
        this.#links.delete(effect.linkId);
        return;
      case 'askForLink':
        return this.#post.send(effect.after ?? freshLinkId(), { kind: 'wantLink', after: effect.after });
      case 'startRetryTimer':
        return this.#startRetryTimer(effect);
      case 'stopRetryTimer':
        return clearTimeout(this.#retryTimer);
      case 'showMedia':
        return this.#showMedia(effect.linkId);
      case 'tellUp':
        return onEvent({ type: 'up', linkId: effect.linkId, route: effect.route });
      case 'tellDown':
        return onEvent({ type: 'down', linkId: effect.linkId, cause: effect.cause });
    }
  }

  #openLink(linkId: LinkId, initiates: boolean): void {
    const link = startLink({
      linkId,
      initiates,
      servers: this.#servers,
      tracks: this.#tracks,
      sendSignals: (signals) => this.#post.send(linkId, { kind: 'signals', signals }),
      onConnected: () => {
        if (this.#sending !== undefined) link.tell(this.#sending);
        this.#input({ type: 'connected', at: now(), linkId });
      },
      onMessage: (message) => this.#options.onEvent({ type: 'message', message }),
      onGone: (cause) => this.#fail(linkId, cause),
      watchServer: () => this.#watchServer(),
    });
    this.#links.set(linkId, link);
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

  #scheduleLook(): void {
    const isUp = this.#path.state === 'open' && this.#path.told.state === 'up';
    this.#lookTimer = setTimeout(() => void this.#look(), isUp ? calmLookMs : eagerLookMs);
  }

  async #look(): Promise<void> {
    const at = now();
    const looks = [...this.#links.values()].map((link) => link.look());
    const samples = (await Promise.all(looks)).filter((sample): sample is Sample => sample !== undefined);
    if (this.#path.state === 'closed') return;
    this.#input({ type: 'looked', at, samples });
    if (!this.#isClosed()) this.#scheduleLook();
  }
}

/** Monotonic, in ms: a clock that is set must not look like silence. */
function now(): number {
  return performance.now();
}

function freshLinkId(): LinkId {
  return v.parse(LinkId, crypto.randomUUID());
}
