import type { Result } from '@ringback/protocol';

/**
 * What an attempt to tell the server once more where this browser is woken up comes to; undefined for none, for there is
 * nothing to renew. `anew`: the server knows nothing of it, so it is to be subscribed again.
 */
export function renewalOf(renewed: Result<unknown> | undefined): 'on' | 'refused' | 'anew' {
  if (renewed === undefined) return 'anew';
  if (renewed.ok) return 'on';
  const { code } = renewed.error;
  if (code === 'unauthorized') return 'anew';
  // What the server cannot be asked about right now held when it was last asked.
  return code === 'badRequest' ? 'refused' : 'on';
}
