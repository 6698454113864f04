import { durationBounds, type CountFigure, type DurationFigure, type PeakFigure } from '@ringback/protocol';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Figure } from './figures.ts';
import type { Levels } from './insightRecorder.ts';

interface CounterText {
  readonly name: string;
  readonly help: string;
  /** The parts of a figure's label, which slashes separate. */
  readonly labels: readonly string[];
}

const counterTexts: { readonly [F in CountFigure]: CounterText } = {
  placed: { name: 'calls_placed_total', help: 'Calls placed', labels: ['media'] },
  answered: { name: 'calls_answered_total', help: 'Calls answered', labels: [] },
  ended: { name: 'calls_ended_total', help: 'Calls ended, by reason and cause', labels: ['reason', 'cause'] },
  route: {
    name: 'call_routes_total',
    help: 'Routes of the first media of calls',
    labels: ['path', 'transport'],
  },
  interrupted: {
    name: 'call_interruptions_total',
    help: 'Times that media stopped during a call',
    labels: ['cause'],
  },
  shortAgain: {
    name: 'calls_repeated_short_total',
    help: 'Calls under 10 s that follow another one of the same two people',
    labels: [],
  },
  error: { name: 'errors_total', help: 'Requests that were refused or failed', labels: ['source', 'code'] },
  slow: { name: 'slow_requests_total', help: 'Requests that took over a second', labels: ['request'] },
  push: { name: 'push_attempts_total', help: 'Attempts to deliver a push message', labels: ['outcome'] },
  relayAllocated: {
    name: 'relay_allocated_total',
    help: 'Allocations that the relay has granted',
    labels: [],
  },
  relayRefused: { name: 'relay_refused_total', help: 'Requests that the relay refused', labels: ['code'] },
  relayBytes: { name: 'relay_bytes_total', help: 'Bytes that the relay has forwarded', labels: [] },
};

const histogramTexts: { readonly [F in DurationFigure]: { readonly name: string; readonly help: string } } = {
  placeToRing: { name: 'place_to_ring_seconds', help: 'From placing a call to its first ring' },
  answerToMedia: { name: 'answer_to_media_seconds', help: 'From the answer to the first media' },
  gap: { name: 'media_gap_seconds', help: 'How long media was gone during a call' },
  request: { name: 'request_seconds', help: 'From a request of a socket to its answer' },
};

const gaugeTexts: { readonly [F in PeakFigure]: { readonly name: string; readonly help: string } } = {
  sockets: { name: 'sockets', help: 'Open sockets' },
  liveCalls: { name: 'live_calls', help: 'Calls that have not ended' },
  relayAllocations: { name: 'relay_allocations', help: 'Open allocations of the relay' },
};

const prefix = 'ringback_';
const buckets = durationBounds.map((ms) => ms / 1000);

/** Samples of the event loop's delay, which prom-client would take every 10 ms. */
const eventLoopMonitoringPrecision = 50;

/** The figures of this process in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counters: { readonly [F in CountFigure]: Counter };
  readonly #histograms: { readonly [F in DurationFigure]: Histogram };
  #levels: () => Levels = () => ({});

  /** `relayLimit`: how many allocations the relay may have; 0 without one. */
  constructor(relayLimit: number) {
    const registers = [this.#registry];
    this.#counters = mapped(counterTexts, ({ name, help, labels }) => {
      const counter = new Counter({ name: prefix + name, help, labelNames: [...labels], registers });
      // Counters start at zero, so that the first event is an increase.
      if (labels.length === 0) counter.inc(0);
      return counter;
    });
    this.#histograms = mapped(
      histogramTexts,
      ({ name, help }) => new Histogram({ name: prefix + name, help, buckets, registers }),
    );
    for (const figure of Object.keys(gaugeTexts)) if (isPeakFigure(figure)) this.#addGauge(figure);
    new Gauge({
      name: `${prefix}relay_allocations_limit`,
      help: 'How many allocations the relay may have open; 0 without one',
      registers,
    }).set(relayLimit);
    collectDefaultMetrics({ register: this.#registry, prefix, eventLoopMonitoringPrecision });
  }

  #addGauge(figure: PeakFigure): void {
    const { name, help } = gaugeTexts[figure];
    const levelOf = (): number => this.#levels()[figure] ?? 0;
    // prom-client calls `collect` with the gauge as `this`.
    const gauge = new Gauge({
      name: prefix + name,
      help,
      registers: [],
      collect() {
        this.set(levelOf());
      },
    });
    this.#registry.registerMetric(gauge);
  }

  add(figure: Figure): void {
    switch (figure.kind) {
      case 'count': {
        const { labels } = counterTexts[figure.figure];
        const parts = figure.label.split('/');
        const values = Object.fromEntries(labels.map((label, index) => [label, parts[index] ?? '']));
        this.#counters[figure.figure].inc(values, figure.amount);
        break;
      }
      case 'duration':
        this.#histograms[figure.figure].observe(figure.ms / 1000);
        break;
      case 'peak':
    }
  }

  /** Where the levels are read from when somebody asks. */
  watch(levels: () => Levels): void {
    this.#levels = levels;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

function mapped<Key extends string, From, To>(
  from: Readonly<Record<Key, From>>,
  to: (value: From) => To,
): Record<Key, To>;
function mapped<From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));
}

function isPeakFigure(name: string): name is PeakFigure {
  return Object.hasOwn(gaugeTexts, name);
}
