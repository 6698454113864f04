import type { ReadonlyStore } from '../platform/store.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import type { CheckupState } from './checkupState.ts';
import { createCheckupRequests, type CheckupRequests } from './checks/checkupRequests.ts';
import type { CheckName } from './findings/finding.ts';

/** What a user can do with a check-up. */
export interface CheckupActions {
  /** Runs these checks. */
  readonly run: (names: readonly CheckName[]) => void;
  /** Runs one check again; the others keep what they found. Ignored while checks run. */
  readonly again: (name: CheckName) => void;
  /** Ends the run and releases everything it opened. */
  readonly stop: () => void;
  /** Takes the microphone that hears the user for calls, and checks it. */
  readonly takeBetter: () => void;
}

export type CheckupStore = ReadonlyStore<CheckupState> & CheckupActions;

/** Loads the check-up's code and creates one. */
export type OpenCheckup = (requests: CheckupRequests) => Promise<CheckupStore>;

export interface CheckupApi {
  /** The check-up of this page, always the same; undefined outside of browsers. Rejects if its code cannot be loaded. */
  readonly open: () => Promise<CheckupStore | undefined>;
}

export function createCheckupApi(signaling: SignalingClient, open: OpenCheckup | undefined): CheckupApi {
  let opened: Promise<CheckupStore> | undefined;
  const forget = (): void => {
    opened = undefined;
  };
  return {
    open: async () => {
      opened ??= open?.(createCheckupRequests(signaling));
      opened?.catch(forget);
      return opened;
    },
  };
}
