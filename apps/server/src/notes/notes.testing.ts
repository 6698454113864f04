import { randomUUID } from 'node:crypto';
import {
  Note,
  NoteId,
  NoteUpload,
  ProfileId,
  wrapNote,
  WireError,
  type CallId,
  type NoteOffer,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { Device, TestServer } from '../testing/testServer.ts';
import { newCallId } from '../testing/testServer.ts';

export const newNoteId = (): NoteId => v.parse(NoteId, randomUUID());
export const newProfileId = (): ProfileId => v.parse(ProfileId, randomUUID());

/** Places a call that the callee declines. */
export async function declined(caller: Device, callee: Device): Promise<CallId> {
  const callId = newCallId();
  await caller.place(callee, 'audio', callId);
  await callee.ok('call:decline', { callId });
  return callId;
}

/** An offer of a note after a call, and the bytes to upload. */
export function noteFor(
  callId: CallId,
  length = 1_000,
): { offer: NoteOffer; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = wrapNote(Uint8Array.from({ length }, (_, at) => at % 251));
  return {
    bytes,
    offer: {
      id: newNoteId(),
      callId,
      media: 'audio',
      mime: 'audio/webm',
      durationMs: 5_000,
      size: bytes.length,
      peaks: [0, 50, 100],
    },
  };
}

/** The server's answer over HTTP. */
export type Answered =
  | { readonly status: 200; readonly upload: NoteUpload }
  | { readonly status: number; readonly error: WireError };

/** Makes requests to `/api/notes` with a device's token, or with another one. */
export class NoteClient {
  readonly #server: TestServer;
  readonly #token: string;

  constructor(server: TestServer, { signedIn }: Device, token = signedIn.token) {
    this.#server = server;
    this.#token = token;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#token}`);
    return fetch(`${this.#server.url}api/notes${path}`, { ...init, headers });
  }

  offer(offer: object): Promise<Answered> {
    const headers = { 'content-type': 'application/json' };
    return answered(this.request('', { method: 'POST', headers, body: JSON.stringify(offer) }));
  }

  part(id: NoteId, bytes: Uint8Array<ArrayBuffer>, offset: number, type = 'application/octet-stream') {
    const headers = { 'content-type': type, 'upload-offset': String(offset) };
    return answered(this.request(`/${id}`, { method: 'PATCH', headers, body: bytes }));
  }

  /** Uploads a note in one part. */
  async send({ offer, bytes }: ReturnType<typeof noteFor>): Promise<Note> {
    await this.offer(offer);
    const sent = await this.part(offer.id, bytes, 0);
    if (!('upload' in sent)) throw new Error(`The note was refused: ${sent.error.message}`);
    return v.parse(Note, sent.upload.note);
  }
}

async function answered(response: Promise<Response>): Promise<Answered> {
  const { status } = await response;
  const body: unknown = await (await response).json();
  if (status === 200) return { status, upload: v.parse(NoteUpload, body) };
  return { status, error: v.parse(v.object({ error: WireError }), body).error };
}
