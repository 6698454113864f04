import type { LinkId } from '@ringback/protocol';
import type { Codecs, QualityCounters } from '../../machine/quality/counters.ts';
import {
  freshSummary,
  isSuspect,
  observe,
  qualityIntervalMs,
  receiveSummary,
  shownQuality,
  startQuality,
  type CameraState,
  type QualityState,
} from '../../machine/quality/monitor.ts';
import type { ShownQuality } from '../../machine/quality/steady.ts';
import type { QualitySummary } from '../../machine/quality/summary.ts';
import { PageSpeed } from './pageSpeed.ts';
import { ServerLeg, type MeasureServer } from './serverLeg.ts';

/** One look at the quality of a call, for charts. */
export interface QualityLook {
  /** On this machine's monotonic clock, in ms. */
  readonly at: number;
  readonly mine: QualitySummary;
  /** Absent while the other device doesn't tell. */
  readonly theirs?: QualitySummary;
  readonly shown: ShownQuality;
  readonly codecs: Codecs;
}

interface QualityWatchDeps {
  readonly now: () => number;
  /** Absent where there is no server to ask, as in tests. */
  readonly measureServer?: MeasureServer | undefined;
  readonly sendSummary: (summary: QualitySummary) => void;
  readonly onChange: (shown: ShownQuality) => void;
  readonly onLook?: ((look: QualityLook) => void) | undefined;
}

/**
 * Watches the quality of an answered call. It takes its counters from the polls that watch the link anyway, once a second,
 * exchanges what it found with the other device, and reports each change of what is to be shown.
 */
export class QualityWatch {
  readonly #deps: QualityWatchDeps;
  readonly #leg: ServerLeg | undefined;
  readonly #speed: PageSpeed;
  #state: QualityState;
  #lastAt = -Infinity;

  constructor(deps: QualityWatchDeps) {
    this.#deps = deps;
    this.#leg = deps.measureServer && new ServerLeg(deps.measureServer, deps.now);
    this.#speed = new PageSpeed(deps.now);
    this.#state = startQuality(deps.now());
  }

  /** Whether the next look is due. The interval is a little shorter, so that polls every 250 ms make it one second. */
  isDue(at: number): boolean {
    return at - this.#lastAt >= qualityIntervalMs - 50;
  }

  look(linkId: LinkId, counters: QualityCounters, cameras: CameraState): void {
    this.#lastAt = counters.at;
    const leg = this.#leg?.leg();
    const isSlow = this.#speed.isSlow();
    const before = shownQuality(this.#state);
    const context = { linkId, counters, cameras, isSlow, ...(leg !== undefined && { leg }) };
    const { state, summary } = observe(this.#state, context);
    this.#state = state;
    this.#leg?.suspect(isSuspect(state));
    if (summary === undefined) return;
    this.#deps.sendSummary(summary);
    const shown = shownQuality(state);
    if (shown !== before) this.#deps.onChange(shown);
    const theirs = freshSummary(state, counters.at);
    const { codecs, at } = counters;
    this.#deps.onLook?.({ at, mine: summary, shown, codecs, ...(theirs !== undefined && { theirs }) });
  }

  /** What is shown now. */
  shown(): ShownQuality {
    return shownQuality(this.#state);
  }

  /** Takes what the other device measured. */
  receive(summary: QualitySummary): void {
    this.#state = receiveSummary(this.#state, summary, this.#deps.now());
  }

  stop(): void {
    this.#leg?.stop();
  }
}
