import type { CallId, DeviceId, ErrorCode } from '@ringback/protocol';
import type { MediaTraceEntry } from '@ringback/rtc';
import type { CallAction } from './callAction.ts';
import type { CallRequestName, Transition } from './callEffect.ts';
import type { CallsState, DeviceCall, IncomingCallState, Input } from './callsState.ts';

/** One entry of the engine's trace. Holds ids, states and times: no names, SDP, addresses or tokens. */
export type CallTraceEntry = CallActionTraceEntry | CallMediaTraceEntry | CallFailureTraceEntry;

/** One action on this device's calls. */
interface CallActionTraceEntry {
  readonly source: 'calls';
  /** On this machine's clock, in ms. */
  readonly at: number;
  readonly action: CallAction['type'];
  /** The call that the action is about. */
  readonly callId?: CallId;
  /** The request that the server responded to, and the error code if it was refused. */
  readonly request?: CallRequestName;
  readonly error?: ErrorCode;
  /** The state, as `describeCalls` returns it. */
  readonly before: string;
  readonly after: string;
  readonly effects: readonly Transition['effects'][number]['type'][];
}

/** What can fail on its own: an effect, storing the calls, telling the call screen, or something on that screen. */
export type FailedStep = Transition['effects'][number]['type'] | 'save' | 'show' | 'screen';

/** A step that threw. Holds the error's name only: messages may contain addresses. */
interface CallFailureTraceEntry {
  readonly source: 'failure';
  /** On this machine's clock, in ms. */
  readonly at: number;
  readonly step: FailedStep;
  readonly error: string;
}

/** One event of a media session; `at` is on this machine's clock, like that of the actions. */
interface CallMediaTraceEntry extends MediaTraceEntry {
  readonly source: 'mediaSession';
  readonly callId: CallId;
  readonly peerDeviceId: DeviceId;
}

/** Returns the entry of one action. `now` is this machine's clock, in ms. */
export function traceAction(
  action: CallAction,
  before: CallsState,
  { state, effects }: Transition,
  now: number,
): CallActionTraceEntry {
  const callId = callIdOf(action);
  return {
    source: 'calls',
    at: now,
    action: action.type,
    ...(callId !== undefined && { callId }),
    ...(action.type === 'serverResponded' && responseOf(action)),
    before: describeCalls(before),
    after: describeCalls(state),
    effects: effects.map(({ type }) => type),
  };
}

/** The name of a thrown error, such as `NotSupportedError`. */
export function errorNameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : typeof error;
}

function callIdOf(action: CallAction): CallId | undefined {
  if ('callId' in action) return action.callId;
  if ('key' in action) return action.key;
  if ('call' in action) return action.call.id;
  return 'request' in action ? action.request.payload.callId : undefined;
}

function responseOf({ request, result }: CallAction & { type: 'serverResponded' }) {
  return { request: request.name, ...(!result.ok && { error: result.error.code }) };
}

/** Describes the state on one line: the connection, the current call, incoming calls and unconfirmed endings. */
export function describeCalls(state: CallsState): string {
  if (state.me === null) return 'signedOut';
  const { isOnline, currentCall, heldCall, incomingCalls, preview, pendingEnds } = state;
  return [
    isOnline ? 'online' : 'offline',
    ...(currentCall === null ? [] : [describeCurrent(currentCall)]),
    ...(heldCall === null ? [] : [describeCurrent(heldCall)]),
    ...incomingCalls.map(describeIncoming),
    ...(preview === null ? [] : [`preview ${describeInput(preview.camera)}`]),
    ...pendingEnds.map(({ callId, request }) => `${short(callId)} unconfirmed ${request}`),
  ].join(', ');
}

function describeCurrent(call: DeviceCall): string {
  const inputs = `microphone ${describeInput(call.microphone)}${call.isMuted ? ' (muted)' : ''}, camera ${describeInput(call.camera)}`;
  const hold = call.hold === undefined ? '' : ', held';
  const share = call.share.state === 'off' ? '' : `, screen ${call.share.state}`;
  return `${short(call.id)} ${call.direction} ${describeStage(call)}, ${inputs}${hold}${share}`;
}

function describeStage({ stage }: DeviceCall): string {
  switch (stage.name) {
    case 'asking':
      return `asking (${stage.permission})`;
    case 'placing':
      return 'placing';
    case 'waiting':
    case 'accepting':
      return `${stage.name} (${stage.call.phase} v${stage.call.version})`;
    case 'talking':
      return `talking (${stage.call.phase} v${stage.call.version}) link ${stage.link.state}`;
  }
}

function describeInput(input: Input): string {
  switch (input.state) {
    case 'closed':
      return 'closed';
    case 'opening':
      return input.isPrompting === true ? 'prompting' : 'opening';
    case 'open':
      return input.isSystemMuted ? 'open (muted by the system)' : 'open';
    case 'failed':
      return `failed (${input.failure})`;
  }
}

function describeIncoming({ call, sinceMs }: IncomingCallState): string {
  return `${short(call.id)} ${sinceMs === undefined ? 'quiet' : 'ringing'} v${call.version}`;
}

/** The first characters of an id tell the few calls of a device apart. */
function short(id: CallId): string {
  return id.slice(0, 8);
}
