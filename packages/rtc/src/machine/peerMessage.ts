import * as v from 'valibot';
import { CallId } from '@ringback/protocol';
import { readJson } from './json.ts';

/** What one device tells the other over a link's data channel, past the server. */
export const PeerMessage = v.variant('kind', [
  /** Hung up: the other side need not wait for the server to say so. */
  v.object({ kind: v.literal('ended'), callId: CallId, agoMs: v.pipe(v.number(), v.minValue(0)) }),
  /** What is being sent; a track that carries nothing still looks alive to the far side. */
  v.object({
    kind: v.literal('sending'),
    microphone: v.picklist(['on', 'muted', 'none']),
    camera: v.picklist(['on', 'off']),
  }),
  /** From now on media is sent over the link that brings this, which was a standby. */
  v.object({ kind: v.literal('moved') }),
]);
export type PeerMessage = v.InferOutput<typeof PeerMessage>;

/** No message comes near this many characters. */
const longest = 1_000;

/** Returns the message in a text from the other device, or undefined where it is malformed or too large. */
export function readPeerMessage(text: string): PeerMessage | undefined {
  return text.length > longest ? undefined : readJson(PeerMessage, text);
}

export function writePeerMessage(message: PeerMessage): string {
  return JSON.stringify(message);
}
