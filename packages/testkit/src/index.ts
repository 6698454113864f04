export { localhostCertificate, renewedCertificate } from './certificate/localhost.ts';
export { createFakeClock, realClock, type FakeClock } from './clock.ts';
export { LocalIssuer } from './localIssuer.ts';
export { PushService, type ReceivedPush, type SubscribedBrowser } from './push/pushService.ts';
export { createSeededRandom, freshSeed, type SeededRandom } from './random.ts';
export {
  RawClient,
  RawDevice,
  signInGuest,
  type Admission,
  type OnPush,
  type RawClientOptions,
  type RawOutcome,
} from './rawClient.ts';
