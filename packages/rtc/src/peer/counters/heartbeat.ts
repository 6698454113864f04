import { heartbeatIntervalMs } from '../../machine/policy.ts';

/**
 * Heartbeats of a device that has no audio to send, so that "nothing comes in" always means a broken path.
 *
 * A silent track made by Web Audio would do the same, but a page that was loaded without a click, as after every reload
 * in mid-call, has a suspended AudioContext, which sends nothing (measured). So heartbeats use a data channel of their
 * own, unordered and without retransmission, because a late heartbeat is worthless.
 */
export interface Heartbeat {
  readonly received: () => number;
  readonly stop: () => void;
}

/** Agreed in advance, so that it needs no negotiation; far from the ids that browsers assign. */
const channelId = 64;

/** Counts heartbeats, and sends them while `isNeeded`. */
export function startHeartbeat(connection: RTCPeerConnection, isNeeded: () => boolean): Heartbeat {
  const channel = connection.createDataChannel('heartbeat', {
    negotiated: true,
    id: channelId,
    ordered: false,
    maxRetransmits: 0,
  });
  let received = 0;
  channel.addEventListener('message', () => {
    received += 1;
  });
  const beat = (): void => {
    const isFree = channel.readyState === 'open' && channel.bufferedAmount === 0;
    if (!isFree || !isNeeded()) return;
    try {
      channel.send('');
    } catch {
      // The channel is closing; the other device notices the silence.
    }
  };
  channel.addEventListener('open', beat);
  const timer = setInterval(beat, heartbeatIntervalMs);
  return { received: () => received, stop: () => clearInterval(timer) };
}
