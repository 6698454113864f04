import { randomUUID } from 'node:crypto';
import {
  PROTOCOL,
  type CallId,
  type ClientToServerEvents,
  type Media,
  type MessageId,
  type ServerToClientEvents,
  type UserId,
} from '@ringback/protocol';
import { io, type Socket } from 'socket.io-client';
import { signIn } from './raw/signIn.ts';

/** A device without a browser. */
export type RawDevice = Awaited<ReturnType<typeof connectRawDevice>>;

/** A device that has said its first word, so that it counts as one of its user's. */
export async function openRawDevice(serverUrl: string, name: string): Promise<RawDevice> {
  const device = await connectRawDevice(serverUrl, name);
  await device.hello();
  return device;
}

/**
 * A device without a browser, signed in as a guest: it says what a spec tells it to, at the moment it is told, and
 * nothing else. Calls ring here only if the spec says so.
 */
export async function connectRawDevice(serverUrl: string, name: string) {
  const { token, me } = await signIn(serverUrl, name);
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(serverUrl, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { token, protocol: PROTOCOL },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    me,
    /** Says that a note is to come after a call, and lets none of it come. */
    offerNote: (callId: CallId) => offerNote(serverUrl, token, callId),
    /** The first word of every device; the answer names the calls that concern it. */
    hello: () => socket.emitWithAck('session:hello', {}),
    place: (callId: CallId, to: UserId, media: Media) =>
      socket.emitWithAck('call:place', { callId, to, media }),
    find: (person: string) => socket.emitWithAck('people:find', { name: person }),
    write: (to: UserId, id: MessageId, text: string) => socket.emitWithAck('message:send', { id, to, text }),
    accept: (callId: CallId) => socket.emitWithAck('call:accept', { callId, media: 'audio' }),
    decline: (callId: CallId) => socket.emitWithAck('call:decline', { callId }),
    end: (callId: CallId) => socket.emitWithAck('call:end', { callId }),
    get: (callId: CallId) => socket.emitWithAck('call:get', { callId }),
    close: () => socket.close(),
  };
}

async function offerNote(serverUrl: string, token: string, callId: CallId): Promise<number> {
  const offer = {
    id: randomUUID(),
    callId,
    media: 'audio',
    mime: 'audio/webm',
    durationMs: 1,
    peaks: [],
    size: 99,
  };
  const response = await fetch(`${serverUrl}/api/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(offer),
  });
  return response.status;
}
