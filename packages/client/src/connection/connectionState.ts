/** How this tab stands to the server. */
export type Connection =
  /** Signed out: nothing to connect. */
  | { readonly state: 'idle' }
  /** The first attempt after sign-in or load is on its way. */
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** The server cannot be reached; attempts go on. */
  | { readonly state: 'offline' }
  /** The server speaks another version of the contract: the page must be reloaded. */
  | { readonly state: 'outdated' };
