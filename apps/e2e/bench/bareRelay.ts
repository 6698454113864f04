// The baseline for Ringback's signaling: the same messages over Socket.IO, without checks, rules or a disk.
// Every request is acknowledged and passed on as the same pushes of the same size.
import { createServer } from 'node:http';
import { defaultSettings } from '@ringback/protocol';
import { Server, type Socket } from 'socket.io';

interface RelayedCall {
  readonly id: string;
  readonly version: number;
  readonly caller: { readonly userId: string; readonly deviceId: string; readonly name: string };
  readonly callee: { readonly userId: string; readonly name: string };
  readonly placedAt: number;
  readonly answeredBy?: string;
  readonly [more: string]: unknown;
}

type Ack = (result: unknown) => void;

const http = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url === '/api/session' ? signIn() : {}));
});
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const sockets = new Map<string, Socket>();
const calls = new Map<string, RelayedCall>();
const people = new Map<string, { userId: string; deviceId: string }>();

function signIn() {
  const token = `${crypto.randomUUID()}-------`;
  const person = { userId: crypto.randomUUID(), deviceId: crypto.randomUUID() };
  people.set(token, person);
  return { token, me: { id: person.userId, name: 'Somebody' }, device: { id: person.deviceId } };
}

interface Me {
  readonly userId: string;
  readonly deviceId: string;
}

io.on('connection', (socket) => {
  const me = people.get(String(socket.handshake.auth['token'])) ?? { userId: '', deviceId: '' };
  sockets.set(me.userId, socket);
  socket.on('session:hello', (_payload: unknown, ack: Ack) => ack(done(hello(me))));
  socket.on('call:place', (payload: Fields, ack: Ack) => place(me, payload, ack));
  socket.on('call:signal', (payload: Fields, ack: Ack) => passOn(me, payload, ack));
  const change = (name: string, what: () => object): void => {
    socket.on(name, ({ callId }: Fields, ack: Ack) => changeCall(String(callId), what(), ack));
  };
  change('call:ringing', () => ({ phase: 'ringing' }));
  change('call:accept', () => answered(me));
  change('call:linkUp', () => ({ phase: 'active', connectedAt: Date.now(), route }));
  change('call:end', () => ({ phase: 'ended', end: { reason: 'hungUp', by: me.userId, at: Date.now() } }));
});

type Fields = Readonly<Record<string, string>>;
const route = { path: 'direct', transport: 'udp' };

function hello({ userId, deviceId }: Me) {
  const me = { id: userId, name: 'Somebody' };
  const settings = defaultSettings;
  const rest = { calls: [], settings, canRelay: false, missed: 0, serverTime: Date.now() };
  return { me, device: { id: deviceId }, ...rest };
}

function place(me: Me, { callId, to, media }: Fields, ack: Ack): void {
  const at = Date.now();
  const call: RelayedCall = {
    id: String(callId),
    version: 1,
    phase: 'calling',
    media,
    caller: { ...me, name: 'Somebody' },
    callee: { userId: String(to), name: 'Somebody' },
    placedAt: at,
    ringDeadlineAt: at + 45_000,
    warm: 'relay',
  };
  calls.set(call.id, call);
  ack(done({ ...call, ringing: [] }));
  sockets.get(call.callee.userId)?.emit('call:changed', call);
}

function passOn(me: Me, { callId, linkId, box }: Fields, ack: Ack): void {
  const call = calls.get(String(callId));
  ack(done({}));
  const other = call?.caller.userId === me.userId ? call.callee.userId : call?.caller.userId;
  sockets.get(other ?? '')?.emit('call:signal', { callId, from: me.deviceId, linkId, box });
}

function answered({ deviceId }: Me) {
  return { phase: 'connecting', answeredBy: deviceId, answeredAt: Date.now(), answeredMedia: 'audio' };
}

/** A second report that the link is up is only acknowledged, because Ringback sends no push for it either. */
function changeCall(callId: string, what: object, ack: Ack): void {
  const known = calls.get(callId);
  if (known === undefined) return ack({ ok: false });
  const call: RelayedCall = { ...known, version: known.version + 1, ...what };
  calls.set(call.id, call);
  ack(done(call));
  if (call['phase'] === known['phase']) return;
  notifyBoth(call);
  if (call['phase'] === 'ended') tellHistories(call);
}

function done(data: unknown) {
  return { ok: true, data };
}

function notifyBoth(call: RelayedCall): void {
  sockets.get(call.caller.userId)?.emit('call:changed', call);
  sockets.get(call.callee.userId)?.emit('call:changed', call);
}

function tellHistories(call: RelayedCall): void {
  calls.delete(call.id);
  const entry = {
    callId: call.id,
    media: 'audio',
    label: 'answered',
    durationMs: 100,
    deviceId: call.caller.deviceId,
    placedAt: call.placedAt,
    endedAt: Date.now(),
    seen: true,
    missed: 0,
  };
  const { caller, callee } = call;
  const peer = { name: 'Somebody' };
  sockets
    .get(caller.userId)
    ?.emit('history:changed', { ...entry, direction: 'outgoing', peer: { ...peer, id: callee.userId } });
  sockets
    .get(callee.userId)
    ?.emit('history:changed', { ...entry, direction: 'incoming', peer: { ...peer, id: caller.userId } });
}

http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  process.stdout.write(`The bare relay is ready: http://127.0.0.1:${address.port}\n`);
});
