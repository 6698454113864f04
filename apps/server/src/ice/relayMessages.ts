import type { RelayOptions } from '@ringback/relay';
import type { RelayCounts } from './relayJournal.ts';

/** How the relay's thread is set up: all that can be handed to another thread. */
export type ThreadRelayOptions = Omit<RelayOptions, 'clock' | 'onEvent'>;

/** Why the relay could not start: of an error of the system, threads tell each other no more than its words. */
export interface RelayFailure {
  readonly message: string;
  /** The system's code, such as EADDRINUSE. */
  readonly code: string | undefined;
  /** The port that was asked for. */
  readonly port: number | undefined;
}

/** What the relay's thread says. */
export type RelayReply =
  | { readonly kind: 'started'; readonly port: number; readonly tlsPort: number | undefined }
  | { readonly kind: 'failed'; readonly failure: RelayFailure }
  | { readonly kind: 'counted'; readonly counts: RelayCounts };

/** What the thread is told: first to start, and at last to close. */
export type RelayRequest =
  { readonly kind: 'start'; readonly options: ThreadRelayOptions } | { readonly kind: 'close' };
