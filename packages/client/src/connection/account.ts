import type { DeviceId, Person, WireError } from '@ringback/protocol';

/**
 * Who this tab is signed in as.
 *
 * ```
 *   restoring ──> signedOut ──signIn──> signingIn ──> signedIn ──signOut──> signedOut
 *       └──────────────────────────────────────────────^   └── token refused ──> signedOut{ error }
 * ```
 */
export type Account =
  /** Looking whether this tab was signed in before it was loaded. */
  | { readonly state: 'restoring' }
  | { readonly state: 'signedOut'; readonly error?: WireError }
  | { readonly state: 'signingIn'; readonly name: string }
  | { readonly state: 'signedIn'; readonly me: Person; readonly deviceId: DeviceId };
