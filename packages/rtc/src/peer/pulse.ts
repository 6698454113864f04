/**
 * Pulses: signs of life of a device that has no sound to send, so that "nothing comes in" always means a broken path.
 *
 * A silent track made by Web Audio would do the same and look like any other sound, but a page that was loaded without
 * a click, as every reload in mid-call is, has a suspended AudioContext, and that sends nothing (measured on Chromium).
 * So pulses travel on a data channel of their own: unordered and never repeated, as a late sign of life is none.
 */
export interface Pulse {
  readonly received: () => number;
  readonly stop: () => void;
}

/** Five in a row have to be lost, or 15 from a hidden page's slow timers, until a link is taken for silent. */
const pulseMs = 200;
/** Agreed in advance, so that it needs no negotiation; far from the ids that browsers hand out themselves. */
const channelId = 64;

/** Begins to count pulses, and to send them whenever the link is in use and there is no sound to send. */
export function startPulse(connection: RTCPeerConnection, isNeeded: () => boolean): Pulse {
  const channel = connection.createDataChannel('pulse', {
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
    if (isFree && isNeeded()) channel.send('');
  };
  channel.addEventListener('open', beat);
  const timer = setInterval(beat, pulseMs);
  return { received: () => received, stop: () => clearInterval(timer) };
}
