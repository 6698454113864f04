import type { Settings, SettingsChange } from '@ringback/protocol';

/**
 * What the user has set, the same on all their devices.
 *
 * ```
 *   unknown ──hello──> known{ idle } ──change──> known{ saving } ──answer──> known{ idle }
 *                           ^                          └── refused, or none ──> known{ failed }
 *                           └──────────── hello, news of a change ──────────────────┘
 * ```
 */
export type SettingsState =
  /** The server has not said yet. */
  | { readonly state: 'unknown' }
  | {
      readonly state: 'known';
      /** What the server has; a wish shows here once it holds. */
      readonly values: Settings;
      /** Whether there is a relay that this browser can reach; without one, calls can only be direct. */
      readonly canRelay: boolean;
      readonly change: ChangeState;
    };

/** What became of the last wish to change something. */
export type ChangeState =
  | { readonly state: 'idle' }
  | { readonly state: 'saving'; readonly wish: SettingsChange }
  | { readonly state: 'failed'; readonly wish: SettingsChange; readonly message: string };
