import * as v from 'valibot';
import { CallId } from '../wire/ids.ts';

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
]);
export type PeerMessage = v.InferOutput<typeof PeerMessage>;
