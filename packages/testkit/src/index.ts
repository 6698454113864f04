export { localhostCertificate } from './certificate/localhost.ts';
export { createFakeClock, realClock, type FakeClock } from './clock.ts';
export { PushService, type ReceivedPush, type SubscribedBrowser } from './push/pushService.ts';
export { createSeededRandom, freshSeed, type SeededRandom } from './random.ts';
