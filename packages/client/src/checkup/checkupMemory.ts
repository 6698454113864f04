import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJsonRows } from '../platform/storage.ts';
import type { Findings } from './checkupSummary.ts';
import { checkNames, type CheckName } from './findings/finding.ts';

const storageKey = 'ringback.checkups';
/** A person moves among a few networks; each row takes some 300 bytes. */
const kept = 16;

const Milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(600_000));
const StoredRun = v.object({
  network: v.pipe(v.string(), v.maxLength(64)),
  at: v.pipe(v.number(), v.minValue(0)),
  verdicts: v.record(v.string(), v.picklist(['good', 'warning', 'bad', 'skipped'])),
  roundTripsMs: v.record(v.string(), Milliseconds),
});
type StoredRun = v.InferOutput<typeof StoredRun>;

/** How a check did on this network the last time. */
export type Comparison =
  | { readonly kind: 'slower'; readonly beforeMs: number; readonly nowMs: number }
  /** It was good, and is not any more. */
  | { readonly kind: 'worse' }
  /** It is good, and was not. */
  | { readonly kind: 'better' };

export interface RememberedRun {
  /** The server's name of the network, which reveals no address. */
  readonly network: string;
  /** On the wall clock, in ms. */
  readonly at: number;
  readonly findings: Findings;
}

/** What earlier check-ups of this browser profile found on each network: the latest run of each. */
export class CheckupMemory {
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
  }

  /** Keeps the run, and what an earlier one on its network found of checks that this one did not run. */
  add({ network, at, findings }: RememberedRun): void {
    const rows = this.#rows();
    const before = rows.find((row) => row.network === network);
    const judged = [...findings].filter(([, { verdict }]) => verdict !== 'skipped');
    const trips = judged.flatMap(([name, { measures }]) =>
      measures?.roundTripMs === undefined ? [] : [[name, measures.roundTripMs] as const],
    );
    const run: StoredRun = {
      network,
      at,
      verdicts: {
        ...before?.verdicts,
        ...Object.fromEntries(judged.map(([name, { verdict }]) => [name, verdict])),
      },
      roundTripsMs: { ...before?.roundTripsMs, ...Object.fromEntries(trips) },
    };
    const others = rows.filter((row) => row.network !== network);
    this.#storage.set(storageKey, JSON.stringify([run, ...others].slice(0, kept)));
  }

  /** How the findings differ from the last time on this network; only what is worth a word. */
  compare(network: string, findings: Findings): ReadonlyMap<CheckName, Comparison> {
    const before = this.#rows().find((row) => row.network === network);
    if (before === undefined) return new Map();
    const compared = checkNames.flatMap((name) => {
      const comparison = compareOne(before, name, findings);
      return comparison === undefined ? [] : [[name, comparison] as const];
    });
    return new Map(compared);
  }

  #rows(): readonly StoredRun[] {
    return readJsonRows(this.#storage, storageKey, StoredRun);
  }
}

/** Networks vary by less from minute to minute. */
const slowerFactor = 2;
const slowerByMs = 50;

function compareOne(before: StoredRun, name: CheckName, findings: Findings): Comparison | undefined {
  const finding = findings.get(name);
  const verdict = before.verdicts[name];
  if (finding === undefined || verdict === undefined || finding.verdict === 'skipped') return undefined;
  const beforeMs = before.roundTripsMs[name];
  const nowMs = finding.measures?.roundTripMs;
  if (beforeMs !== undefined && nowMs !== undefined && isSlower(beforeMs, nowMs)) {
    return { kind: 'slower', beforeMs, nowMs };
  }
  if (verdict === 'good' && finding.verdict !== 'good') return { kind: 'worse' };
  return verdict !== 'good' && finding.verdict === 'good' ? { kind: 'better' } : undefined;
}

function isSlower(beforeMs: number, nowMs: number): boolean {
  return nowMs >= beforeMs * slowerFactor && nowMs - beforeMs >= slowerByMs;
}
