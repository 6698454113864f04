import { insightDays, peakFigures, type PeakFigure } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import { PeriodicStore } from '../platform/periodicStore.ts';
import type { Storage } from '../storage/storage.ts';
import { callFigures, type CallSteps } from './callFigures.ts';
import { hourlySum, hourOf, peak, SumMap, type Figure } from './figures.ts';
import type { InsightOperations } from './insightSql.ts';
import type { Metrics } from './metrics.ts';
import { ShortCalls } from './shortCalls.ts';

export interface InsightRecorderDeps {
  readonly storage: Storage<InsightOperations>;
  readonly metrics: Pick<Metrics, 'add'>;
  readonly log: Log;
  readonly now: () => number;
}

/** What is open right now; absent where that is not known. */
export type Levels = { readonly [F in PeakFigure]?: number | undefined };

/** How often sums go to the database, and how often peaks are sampled. A crash loses at most so much. */
const flushMs = 10_000;

/**
 * Collects the figures of this process for the host: into the metrics at once, and into the hourly sums every 10 s. What
 * the steps of calls add goes into the hourly sums in the transaction that stores those calls, so a crash loses none of it.
 */
export class InsightRecorder {
  readonly #deps: InsightRecorderDeps;
  readonly #sums = new SumMap();
  readonly #shortCalls = new ShortCalls();
  readonly #periodic: PeriodicStore;
  #levels: () => Levels = () => ({});

  constructor(deps: InsightRecorderDeps) {
    this.#deps = deps;
    this.#periodic = new PeriodicStore({
      everyMs: flushMs,
      store: () => this.#store(),
      purge: () => this.#purge(),
      onError: (err) => deps.log.error({ err }, 'storing figures failed'),
    });
  }

  /** Deletes what is too old, then stores at intervals. */
  async start(levels: () => Levels): Promise<void> {
    this.#levels = levels;
    await this.#periodic.start();
  }

  /** Stores what is left. */
  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** Never waits and never fails. */
  readonly record = (figure: Figure): void => {
    this.#deps.metrics.add(figure);
    this.#sums.add(hourlySum(figure, hourOf(this.#deps.now())));
  };

  /** Calls were stored, and with them their part of the hourly sums. */
  callsStored({ calls }: { readonly calls: readonly CallSteps[] }): void {
    for (const steps of calls) {
      for (const figure of callFigures(steps)) this.#deps.metrics.add(figure);
      if (steps.phases.includes('ended'))
        for (const figure of this.#shortCalls.callStored(steps.call)) this.record(figure);
    }
  }

  /** Samples the levels and stores everything so far, one batch after another. */
  flush(): Promise<void> {
    return this.#periodic.flush();
  }

  async #store(): Promise<void> {
    for (const figure of peaksOf(this.#levels())) this.#sums.add(hourlySum(figure, hourOf(this.#deps.now())));
    const sums = this.#sums.take();
    if (sums.length === 0) return;
    try {
      await this.#deps.storage.run('insight:add', sums);
    } catch (err) {
      for (const sum of sums) this.#sums.add(sum);
      throw err;
    }
  }

  #purge(): Promise<void> {
    return this.#deps.storage.run('insight:purge', hourOf(this.#deps.now()) - insightDays * 24);
  }
}

function peaksOf(levels: Levels): Figure[] {
  return peakFigures.flatMap((name) => {
    const level = levels[name];
    return level === undefined || level === 0 ? [] : [peak(name, level)];
  });
}
