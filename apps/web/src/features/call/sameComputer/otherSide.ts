import type { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { attempt } from '../../../ui/browser/attempt.ts';

/** The part of a `BroadcastChannel` that is used: reaches all other tabs of this browser profile. */
export interface TabChannel {
  readonly send: (message: unknown) => void;
  readonly listen: (onMessage: (message: unknown) => void) => void;
  readonly close: () => void;
}

/** What a tab in a call tells the others. `joined` asks for an answer, `here` is one. */
const Presence = v.object({ side: v.string(), news: v.picklist(['joined', 'here', 'left']) });
type Presence = v.InferOutput<typeof Presence>;

/**
 * Finds out whether the other side of a call is in a tab of this browser profile. A profile has one machine, so both
 * sides would hear themselves. Tabs of `me`, such as one that is being reloaded, do not count. A crashed tab says nothing,
 * and its call ends soon. Returns a function that stops it.
 */
export function watchOtherSide(
  channel: TabChannel,
  me: UserId,
  onChange: (isHere: boolean) => void,
): () => void {
  const tell = (news: Presence['news']): void => {
    attempt(() => channel.send({ side: me, news } satisfies Presence));
  };
  channel.listen((message) => {
    const parsed = v.safeParse(Presence, message);
    if (!parsed.success || parsed.output.side === me) return;
    const { news } = parsed.output;
    if (news === 'joined') tell('here');
    onChange(news !== 'left');
  });
  tell('joined');
  return () => {
    tell('left');
    attempt(channel.close);
  };
}

/** The channel of one call; undefined where the browser has none, or its site data is blocked. */
export function openCallChannel(callId: CallId): TabChannel | undefined {
  return attempt(() => {
    const channel = new BroadcastChannel(`ringback.call.${callId}`);
    return {
      send: channel.postMessage.bind(channel),
      listen: (onMessage) =>
        channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => onMessage(data)),
      close: () => channel.close(),
    };
  });
}
