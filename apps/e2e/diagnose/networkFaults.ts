import type { UplinkConditions } from '../lab/internet/conditions.ts';
import { addresses } from '../lab/publicHost.ts';
import type { Medium } from '../support/callTerms.ts';
import { goesOver, meterSays, nothing, says, type Fault } from './fault.ts';

/** Something is wrong with the caller's way to the internet alone. */
function weakUplink(name: string, medium: Medium, conditions: Partial<UplinkConditions>): Fault {
  return {
    name,
    medium,
    side: 'caller',
    during: ({ lab }) => lab.internet.setUplink('ada', conditions),
    told: { caller: says(/Your network is weak/), callee: says(/Ada's network is weak/) },
  };
}

const between = says(/The connection between you is weak/);

/** Weak and broken networks. */
export const networkFaults: readonly Fault[] = [
  {
    ...weakUplink('5 % of packets lost', 'voice', { loss: 0.05 }),
    told: { caller: meterSays('fair'), callee: meterSays('fair') },
  },
  weakUplink('10 % of packets lost', 'voice', { loss: 0.1 }),
  weakUplink('20 % of packets lost', 'voice', { loss: 0.2 }),
  weakUplink('packets up to 200 ms late', 'voice', { jitterMs: 200 }),
  weakUplink('round trip of 600 ms', 'voice', { delayMs: 300 }),
  weakUplink('100 kbit/s up', 'video', { upKbps: 100 }),
  weakUplink('100 kbit/s down', 'video', { downKbps: 100 }),
  weakUplink('100 kbit/s both ways', 'video', { upKbps: 100, downKbps: 100 }),
  {
    name: '15 % lost between all',
    medium: 'voice',
    side: 'path',
    during: ({ lab }) => lab.internet.set({ loss: 0.15 }),
    told: { caller: between, callee: between },
  },
  {
    name: 'direct path breaks',
    medium: 'voice',
    side: 'path',
    during: ({ lab: { homes } }) => homes.grace.cut({ what: 'everything', with: homes.ada.address }),
    told: { caller: goesOver('relay'), callee: goesOver('relay') },
  },
  {
    name: 'one direction of the direct path breaks',
    medium: 'voice',
    side: 'path',
    during: ({ lab: { homes } }) =>
      homes.grace.cut({ what: 'everything', direction: 'out', with: homes.ada.address }),
    told: { caller: goesOver('relay'), callee: goesOver('relay') },
  },
  {
    name: 'UDP blocked at home',
    medium: 'voice',
    side: 'caller',
    before: ({ lab: { homes } }) => homes.ada.cut({ what: 'udp' }),
    told: { caller: goesOver('relay'), callee: goesOver('relay') },
  },
  {
    name: 'no path and no relay',
    medium: 'voice',
    side: 'path',
    settings: { RELAY: 'off' },
    before: ({ lab: { homes } }) => homes.ada.cut({ what: 'everything', with: homes.grace.address }),
    // The server gives a call 20 s to connect.
    withinMs: 30_000,
    told: { caller: says(/Call failed/), callee: says(/Call failed/) },
  },
  {
    name: 'everything breaks at home',
    medium: 'voice',
    side: 'caller',
    during: ({ lab: { homes } }) => homes.ada.cut({ what: 'everything' }),
    told: { caller: says(/Reconnecting/), callee: says(/Reconnecting|Waiting for Ada/) },
  },
  {
    name: 'the server cannot be reached from home',
    medium: 'voice',
    side: 'server',
    during: ({ lab: { homes } }) => homes.ada.cut({ what: 'everything', with: addresses.app }),
    withinMs: 20_000,
    told: { caller: says(/Offline\. Reconnecting/), callee: says(/\d:\d\d/) },
  },
];

/** Calls in which neither side may be told of a fault. */
export const healthyCalls: readonly Fault[] = [
  {
    name: 'nothing is wrong',
    medium: 'video',
    side: 'both',
    isHealthy: true,
    told: { caller: nothing, callee: nothing },
  },
  {
    name: '2 % of packets lost',
    medium: 'voice',
    side: 'both',
    isHealthy: true,
    during: ({ lab }) => lab.internet.setUplink('ada', { loss: 0.02 }),
    told: { caller: nothing, callee: nothing },
  },
  {
    name: 'round trip of 150 ms',
    medium: 'voice',
    side: 'both',
    isHealthy: true,
    during: ({ lab }) => lab.internet.setUplink('ada', { delayMs: 75 }),
    told: { caller: nothing, callee: nothing },
  },
];
