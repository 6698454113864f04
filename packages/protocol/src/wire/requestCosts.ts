import type { RequestName } from './requests.ts';

/** What a request costs the server. */
export interface RequestCost {
  /** About a tenth of a millisecond each, over all threads, at the largest that a user can have. */
  readonly units: number;
  /** Reads that may be long: only a few of a user are under way at once. */
  readonly isRead?: true;
}

/** The weight of each request in the budgets of its user and address. */
export const requestCosts: { readonly [N in RequestName]: RequestCost } = {
  'session:hello': { units: 10 },
  'session:time': { units: 1 },
  'call:get': { units: 1 },
  'call:record': { units: 2 },
  'call:place': { units: 5 },
  'call:askReason': { units: 3 },
  'call:giveReason': { units: 3 },
  'call:ringing': { units: 3 },
  'call:accept': { units: 3 },
  'call:hold': { units: 3 },
  'call:decline': { units: 3 },
  'call:end': { units: 3 },
  'call:signal': { units: 1 },
  'call:linkUp': { units: 3 },
  'call:linkDown': { units: 3 },
  'ice:servers': { units: 2 },
  'checkup:relay': { units: 10 },
  'history:list': { units: 15, isRead: true },
  'history:seen': { units: 20 },
  'history:delete': { units: 40 },
  'history:restore': { units: 40 },
  'me:rename': { units: 20 },
  'people:list': { units: 30, isRead: true },
  'contact:set': { units: 10 },
  'contact:remove': { units: 10 },
  'people:get': { units: 2, isRead: true },
  'people:find': { units: 3, isRead: true },
  'conversation:list': { units: 40, isRead: true },
  'conversation:mark': { units: 10 },
  'message:send': { units: 15 },
  'message:list': { units: 15, isRead: true },
  'note:list': { units: 15, isRead: true },
  'note:ofCalls': { units: 15, isRead: true },
  'note:new': { units: 15, isRead: true },
  'note:fetched': { units: 15 },
  'note:played': { units: 5 },
  'settings:set': { units: 4 },
  'report:send': { units: 10 },
  'privacy:setRules': { units: 10 },
};
