export * from './call/call.ts';
export type { BrowserName, DeviceForm, DeviceKind } from './call/deviceKind.ts';
export { defaultTimeouts, nextDue, type Due, type Timeouts } from './call/deadlines.ts';
export type { CallEvent, CallEventType, Effect, Refusal, Transition } from './call/events.ts';
export {
  decideFirstContact,
  decidePlacement,
  type Acquaintance,
  type CallChange,
  type ContactEvent,
  type ContactVerdict,
  type Decision,
  type PlaceFacts,
  type PlaceRequest,
  type PlaceVerdict,
} from './call/placement.ts';
export * from './call/predicates.ts';
export * from './call/historyEntries.ts';
export { transition } from './call/transition.ts';
export type { TraceEvent, CallTrace } from './call/trace.ts';
export { recordOf, viewOf } from './wire/callView.ts';
export * from './wire/wireCall.ts';
export * from './wire/errors.ts';
export * from './wire/events.ts';
export * from './wire/greeting.ts';
export * from './wire/account.ts';
export * from './wire/history.ts';
export * from './wire/http.ts';
export * from './common/ids.ts';
export * from './wire/limits.ts';
export * from './wire/message.ts';
export * from './wire/names.ts';
export * from './wire/note.ts';
export * from './wire/noteEnvelope.ts';
export * from './wire/people.ts';
export * from './wire/picture.ts';
export * from './wire/pushes.ts';
export * from './wire/redaction.ts';
export * from './wire/requests.ts';
export * from './wire/settings.ts';
export * from './wire/webPush.ts';
