import type { CheckName, Finding } from '../findings/finding.ts';

/** What a check tells while it runs. */
export interface Progress {
  /** How much is done, from 0 to 1. */
  readonly part: number;
  /** The input that is being measured, for its meter or picture. */
  readonly track?: MediaStreamTrack;
  /** The browser asks the user for permission. */
  readonly asksPermission?: boolean;
  /** Whether a tone was heard is for the user to say. */
  readonly answer?: (heard: boolean) => void;
}

/**
 * Tests one thing that calls need. `run` releases everything it opened, also when `signal` aborts, and may then return or
 * throw anything.
 */
export interface Check {
  readonly name: CheckName;
  readonly run: (signal: AbortSignal, progress: (update: Progress) => void) => Promise<Finding>;
}

/**
 * Lanes run side by side, the stages of a lane one after another, and the checks of a stage together. What disturbs
 * something else comes after it: the loops of `quality` fill the network, and the tone of `speaker` reaches the
 * microphone.
 */
export type Plan = readonly (readonly (readonly CheckName[])[])[];

/** A whole check-up. */
const wholePlan: Plan = [
  [['server', 'live', 'network', 'direct', 'relayUdp', 'relayTcp', 'relayTls'], ['quality']],
  [['microphone'], ['speaker']],
  [['camera']],
  [['browser', 'notifications']],
];

/** The part of a whole check-up that consists of these checks. */
export function planFor(names: readonly CheckName[]): Plan {
  return wholePlan
    .map((lane) =>
      lane.map((stage) => stage.filter((name) => names.includes(name))).filter(({ length }) => length > 0),
    )
    .filter(({ length }) => length > 0);
}
