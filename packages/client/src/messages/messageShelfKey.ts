import type { UserId } from '@ringback/protocol';

/** Where a browser profile keeps a user's unsent messages. Apart from their code, which is loaded later. */
export function messageShelfKey(userId: UserId): string {
  return `ringback.outbox.${userId}`;
}
