import { fail, NoteUpload, type NoteId, type NoteOffer, type Result } from '@ringback/protocol';
import { askHttp, askHttpBytes, bearerOf } from '../connection/http.ts';
import type { HttpPorts } from '../platform/ports.ts';

/** Timeout for one part of a note, long enough for slow uplinks. */
const partTimeoutMs = 60_000;

/** Uploads and downloads notes. */
export interface NoteTransfer {
  /** Announces a note, or asks how much of it has arrived. */
  readonly offer: (offer: NoteOffer) => Promise<Result<NoteUpload>>;
  readonly part: (id: NoteId, bytes: Uint8Array<ArrayBuffer>, offset: number) => Promise<Result<NoteUpload>>;
  readonly fetch: (id: NoteId) => Promise<Result<Uint8Array<ArrayBuffer>>>;
}

/** Uploads and downloads notes for the holder of a token. */
export function createNoteTransfer(ports: HttpPorts, token: string): NoteTransfer {
  const headers = bearerOf(token);
  return {
    offer: (offer) =>
      askHttp(ports, NoteUpload, '/api/notes', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(offer),
      }),
    part: (id, bytes, offset) => {
      const about = { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) };
      const init = { method: 'PATCH', headers: { ...headers, ...about }, body: bytes };
      return askHttp(ports, NoteUpload, `/api/notes/${id}`, init, partTimeoutMs);
    },
    fetch: async (id) => {
      const answer = await askHttpBytes(ports, `/api/notes/${id}`, { headers }, partTimeoutMs);
      return answer.ok && answer.data.length === 0 ? fail('internal') : answer;
    },
  };
}
