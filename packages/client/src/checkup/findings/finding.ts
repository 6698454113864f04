import type { MediaDevice } from '../../media/mediaDevices.ts';

/** All checks, in the order of the screen. */
export const checkNames = [
  'server',
  'live',
  'network',
  'relayUdp',
  'relayTcp',
  'relayTls',
  'direct',
  'quality',
  'microphone',
  'speaker',
  'camera',
  'browser',
  'notifications',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `skipped`: it could not be judged here, and nothing is known to be wrong. */
export type Verdict = 'good' | 'warning' | 'bad' | 'skipped';

/** Every problem a check can find, and how much it matters. */
export const severities = {
  checkFailed: 'skipped',
  onlyInCalls: 'skipped',

  serverUnreachable: 'bad',
  serverSlow: 'warning',
  clockOff: 'warning',
  websocketsBlocked: 'bad',
  serverRefuses: 'bad',

  noAddresses: 'bad',
  udpBlocked: 'warning',

  noRelay: 'bad',
  relayNotOffered: 'skipped',
  relayUnreachable: 'bad',
  relayRefuses: 'bad',
  relayUnknown: 'skipped',

  directRestricted: 'warning',
  directBlocked: 'bad',
  directUnknown: 'skipped',

  loopUnmeasured: 'skipped',
  loopFailed: 'bad',
  loopFair: 'warning',
  loopPoor: 'bad',
  loopNarrow: 'warning',
  pageSlow: 'warning',

  microphoneNotAllowed: 'bad',
  microphoneBlockedBySystem: 'bad',
  microphoneMissing: 'bad',
  microphoneTaken: 'bad',
  microphoneFailed: 'bad',
  microphoneEnded: 'bad',
  microphoneMutedBySystem: 'bad',
  microphoneSilent: 'bad',
  microphoneQuiet: 'warning',
  microphoneClipping: 'warning',
  microphoneWrong: 'bad',
  microphoneUnmeasured: 'skipped',

  speakerMissing: 'bad',
  speakerBlocked: 'bad',
  speakerUnheard: 'bad',

  cameraNotAllowed: 'warning',
  cameraBlockedBySystem: 'warning',
  cameraMissing: 'warning',
  cameraTaken: 'bad',
  cameraFailed: 'bad',
  cameraEnded: 'bad',
  cameraPausedBySystem: 'bad',
  cameraNoPicture: 'bad',
  cameraBlack: 'bad',
  cameraFrozen: 'bad',
  cameraSlow: 'warning',

  browserCannotCall: 'bad',
  browserBusy: 'warning',
  browserHidden: 'warning',

  notificationsUnsupported: 'skipped',
  notificationsOff: 'skipped',
  notificationsBlocked: 'skipped',
} as const satisfies Record<string, Exclude<Verdict, 'good'>>;
export type Problem = keyof typeof severities;

/** What was measured. Nothing here names a person, a device or an address. */
export interface Measures {
  /** From here to the server or relay and back, in ms. */
  readonly roundTripMs?: number;
  /** How far this machine's clock is ahead of the server's, in ms. */
  readonly clockAheadMs?: number;
  /** Mean difference between the travel times of neighboring packets, in ms. */
  readonly jitterMs?: number;
  readonly lossPercent?: number;
  readonly kbps?: number;
  /** The loudest moment, in dBFS. */
  readonly levelDb?: number;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** The kinds of addresses that were found. */
  readonly addresses?: readonly AddressKind[];
  readonly hasIpv6?: boolean;
  /** How the measured loop reached the relay. */
  readonly relay?: RelayTransport;
}

/** `host`: of this machine. `reflexive`: as the internet sees it. `relayed`: at the relay. */
export type AddressKind = 'host' | 'reflexive' | 'relayed';
export type RelayTransport = 'udp' | 'tcp' | 'tls';

/** What a check found. `problem` is absent if all is good. */
export interface Finding {
  readonly verdict: Verdict;
  readonly problem?: Problem;
  readonly measures?: Measures;
  /** The microphone that hears the user while the selected one does not. */
  readonly better?: MediaDevice;
}

/** All is good. */
export function good(measures?: Measures): Finding {
  return { verdict: 'good', ...(measures !== undefined && { measures }) };
}

/** Something is wrong, or could not be judged. */
export function found(problem: Problem, measures?: Measures): Finding {
  return { verdict: severities[problem], problem, ...(measures !== undefined && { measures }) };
}
