import type { CheckName, Measures, Problem } from '@ringback/client';
import { cannotCall, noWebsockets } from '../../i18n/sharedText.ts';

/** A problem in words. */
interface ProblemText {
  readonly cause: string;
  /** What to do; absent where there is nothing to do. */
  readonly cure?: string;
  /** To follow "Calls will not work:" or "Calls will work, but". */
  readonly inShort: string;
}

const anotherNetwork = 'Try another network, or ask who runs this one to allow it.';
const askHost = 'Ask the host of this server.';

const problems: { readonly [P in Problem]: ProblemText } = {
  checkFailed: { cause: "This browser doesn't let us check that.", inShort: "one check couldn't run" },
  onlyInCalls: { cause: 'Only a call shows this.', inShort: "one check couldn't run" },

  serverUnreachable: {
    cause: "The server doesn't answer.",
    cure: 'Check your internet connection. If other sites work, ask the host of this server.',
    inShort: "the server doesn't answer",
  },
  serverSlow: {
    cause: 'The server answers slowly.',
    cure: 'Calls will ring late. Move closer to your router, or try another network.',
    inShort: 'they will ring late',
  },
  clockOff: {
    cause: "Your device's clock and the server's differ.",
    cure: "Set your device's date and time automatically.",
    inShort: 'times may be shown wrong',
  },
  websocketsBlocked: {
    cause: noWebsockets.message,
    cure: noWebsockets.advice,
    inShort: 'something blocks the live connection',
  },
  serverRefuses: {
    cause: 'The server refuses this page.',
    cure: `${askHost} Its log says why.`,
    inShort: 'the server refuses this page',
  },

  noAddresses: {
    cause: 'The browser found no address for calls.',
    cure: 'Check that you are online. A VPN or a privacy setting may hide all addresses.',
    inShort: 'the browser has no network address',
  },
  udpBlocked: {
    cause: 'Your network seems to block UDP, which calls prefer.',
    cure: 'Calls take a slower way. Another network may be better.',
    inShort: 'your network blocks UDP',
  },

  noRelay: {
    cause: 'This server has no relay.',
    cure: `Calls then only work where networks allow direct ones. ${askHost}`,
    inShort: 'only directly, because there is no relay',
  },
  relayNotOffered: { cause: "This server doesn't offer it.", inShort: "one relay isn't offered" },
  relayUnreachable: {
    cause: "The relay can't be reached this way.",
    cure: anotherNetwork,
    inShort: 'one way to the relay is blocked',
  },
  relayRefuses: {
    cause: 'The relay refuses this device.',
    cure: `Wait a minute, then check again. If it lasts: ${askHost.toLowerCase()}`,
    inShort: 'the relay refuses this device',
  },
  relayUnknown: {
    cause: "The server didn't say where its relay is.",
    cure: 'Wait a minute, then check again.',
    inShort: "the relay couldn't be checked",
  },

  directRestricted: {
    cause: 'Direct calls only work with people on open networks.',
    cure: 'Other calls use the relay by themselves. Another network may allow more.',
    inShort: 'directly only with people on open networks',
  },
  directBlocked: {
    cause: "Your network doesn't let direct calls through.",
    cure: 'Calls use the relay. For direct ones, try another network.',
    inShort: 'your network lets no calls through',
  },
  directUnknown: {
    cause: "This can't be told from here.",
    inShort: "direct calls couldn't be checked",
  },

  loopUnmeasured: { cause: 'Without a relay there is nothing to measure against.', inShort: 'unmeasured' },
  loopFailed: {
    cause: 'A test call through the relay got no connection.',
    cure: anotherNetwork,
    inShort: 'a test through the relay failed',
  },
  loopFair: {
    cause: 'Your network is weak. Calls may stutter.',
    cure: 'Move closer to your router, or stop downloads.',
    inShort: 'they may stutter',
  },
  loopPoor: {
    cause: 'Your network is poor. Calls will break up.',
    cure: 'Move closer to your router, use a cable, or try another network.',
    inShort: 'they will break up',
  },
  loopNarrow: {
    cause: 'Your network is too slow for video.',
    cure: 'Call without video, stop downloads, or try another network.',
    inShort: 'without video',
  },
  pageSlow: {
    cause: 'This computer is too busy for smooth calls.',
    cure: 'Close other programs and tabs.',
    inShort: 'this computer is busy',
  },

  microphoneNotAllowed: {
    cause: 'The browser may not use your microphone.',
    cure: 'Allow it at the icon beside the address bar, then check again.',
    inShort: 'your microphone is not allowed',
  },
  microphoneBlockedBySystem: {
    cause: 'Your system blocks the microphone for this browser.',
    cure: "Allow it in the system's privacy settings, then restart the browser.",
    inShort: 'your system blocks the microphone',
  },
  microphoneMissing: {
    cause: 'No microphone was found.',
    cure: 'Plug one in or turn it on.',
    inShort: 'you have no microphone',
  },
  microphoneTaken: {
    cause: 'Another program uses your microphone.',
    cure: 'Close that program, then check again.',
    inShort: 'another program uses your microphone',
  },
  microphoneFailed: {
    cause: "Your microphone didn't start.",
    cure: 'Unplug it and plug it in again, or restart the browser.',
    inShort: "your microphone doesn't start",
  },
  microphoneEnded: {
    cause: 'Your microphone went away during the check.',
    cure: 'Check its plug or battery.',
    inShort: 'your microphone went away',
  },
  microphoneMutedBySystem: {
    cause: 'Your system muted the microphone.',
    cure: 'Unmute it in the system settings or with its switch.',
    inShort: 'your system muted the microphone',
  },
  microphoneSilent: {
    cause: "We can't hear your microphone at all.",
    cure: 'Check its mute switch, or choose another one in Settings.',
    inShort: 'your microphone is silent',
  },
  microphoneQuiet: {
    cause: 'We could barely hear you.',
    cure: 'Say something while it checks. If you did: move closer, or turn the input level up.',
    inShort: 'others may barely hear you',
  },
  microphoneClipping: {
    cause: 'Your microphone is too loud and distorts.',
    cure: 'Turn the input level down, or move away from it.',
    inShort: 'your voice may sound distorted',
  },
  microphoneWrong: {
    cause: 'Your other microphone hears you: use it.',
    cure: 'The selected one does not hear you.',
    inShort: "the selected microphone doesn't hear you",
  },
  microphoneUnmeasured: {
    cause: "It opens, but this browser doesn't let us measure it.",
    inShort: "the microphone couldn't be measured",
  },

  speakerMissing: {
    cause: 'No speaker was found.',
    cure: 'Plug in headphones or speakers.',
    inShort: 'you may hear nothing',
  },
  speakerBlocked: {
    cause: 'The browser plays no sound here.',
    cure: "Allow sound for this site in the browser's settings.",
    inShort: 'you may hear nothing',
  },
  speakerUnheard: {
    cause: "You didn't hear the tone.",
    cure: 'Turn the volume up, or choose another speaker in Settings and in your system.',
    inShort: 'you may hear nothing',
  },

  cameraNotAllowed: {
    cause: 'The browser may not use your camera.',
    cure: 'Allow it at the icon beside the address bar, then check again.',
    inShort: "others won't see you",
  },
  cameraBlockedBySystem: {
    cause: 'Your system blocks the camera for this browser.',
    cure: "Allow it in the system's privacy settings, then restart the browser.",
    inShort: "others won't see you",
  },
  cameraMissing: {
    cause: 'No camera was found.',
    cure: 'Plug one in. Voice calls work without it.',
    inShort: "others won't see you",
  },
  cameraTaken: {
    cause: 'Another program uses your camera.',
    cure: 'Close that program, then check again.',
    inShort: "others won't see you",
  },
  cameraFailed: {
    cause: "Your camera didn't start.",
    cure: 'Unplug it and plug it in again, or restart the browser.',
    inShort: "others won't see you",
  },
  cameraEnded: {
    cause: 'Your camera went away during the check.',
    cure: 'Check its plug.',
    inShort: "others won't see you",
  },
  cameraPausedBySystem: {
    cause: 'Your system paused the camera.',
    cure: 'Open the lid or its shutter, and check its switch.',
    inShort: "others won't see you",
  },
  cameraNoPicture: {
    cause: 'Your camera gives no picture.',
    cure: 'Close other programs that may use it, then check again.',
    inShort: "others won't see you",
  },
  cameraBlack: {
    cause: 'Your camera shows only black.',
    cure: 'Open its shutter, take off the cover, or turn on a light.',
    inShort: 'your camera shows only black',
  },
  cameraFrozen: {
    cause: "Your camera's picture is frozen.",
    cure: 'Close other programs that may use it, or plug it in again.',
    inShort: "your camera's picture is frozen",
  },
  cameraSlow: {
    cause: 'Your camera gives too few pictures.',
    cure: 'Turn on more light, or close other programs.',
    inShort: 'your picture may stutter',
  },

  browserCannotCall: {
    cause: cannotCall.message,
    cure: cannotCall.advice,
    inShort: "this browser can't make calls",
  },
  browserBusy: {
    cause: 'This page gets too little processor time.',
    cure: 'Close other programs and tabs, or turn battery saving off.',
    inShort: 'this computer is busy',
  },
  browserHidden: {
    cause: 'The tab was in the background, where browsers slow it down.',
    cure: 'Keep this tab visible, then check again.',
    inShort: 'this tab is in the background',
  },

  notificationsUnsupported: {
    cause: 'This browser has no notifications.',
    inShort: "calls can't reach you in other tabs",
  },
  notificationsOff: {
    cause: 'They are off.',
    cure: 'Turn them on in Settings to hear of calls in other tabs.',
    inShort: "calls can't reach you in other tabs",
  },
  notificationsBlocked: {
    cause: 'The browser blocks notifications of this site.',
    cure: 'Allow them at the icon beside the address bar.',
    inShort: "you'll miss calls while you're in another tab",
  },
};

/** A problem in words, with what was measured. */
export function problemText(problem: Problem, measures: Measures): ProblemText {
  const words = problems[problem];
  const measured = measuredText(measures);
  return measured === '' ? words : { ...words, cause: `${words.cause} ${measured}` };
}

/** What a good result says. */
export function goodText(check: CheckName, measures: Measures): string {
  const measured = measuredText(measures);
  const words = goodWords[check];
  return measured === '' ? words : `${words} ${measured}`;
}

const goodWords: { readonly [C in CheckName]: string } = {
  server: 'The server answers.',
  live: 'It opens and answers.',
  network: 'It has addresses for calls.',
  relayUdp: 'Works.',
  relayTcp: 'Works.',
  relayTls: 'Works.',
  direct: 'Your network allows them.',
  quality: 'Good for voice and video.',
  microphone: 'Your microphone hears you.',
  speaker: 'The tone was heard.',
  camera: 'Your camera works.',
  browser: 'It can make calls.',
  notifications: 'They are allowed.',
};

const minuteMs = 60_000;
const addressWords = { host: 'local', reflexive: 'public', relayed: 'relay' } as const;

function measuredText(measures: Measures): string {
  const { roundTripMs, lossPercent, kbps, clockAheadMs, width, height, framesPerSecond } = measures;
  const { addresses, hasIpv6 } = measures;
  const parts = [
    roundTripMs !== undefined && `${roundTripMs} ms round trip`,
    lossPercent !== undefined && `${lossPercent} % loss`,
    kbps !== undefined && `${(kbps / 1000).toFixed(1)} Mbit/s`,
    clockAheadMs !== undefined && `${Math.round(Math.abs(clockAheadMs) / minuteMs)} min apart`,
    width !== undefined && height !== undefined && `${width} × ${height}`,
    framesPerSecond !== undefined && `${framesPerSecond} pictures per second`,
    addresses !== undefined && addresses.length > 0 && addressesText(addresses),
    hasIpv6 === true && 'IPv6',
  ].filter((part) => part !== false);
  const joined = parts.join(', ');
  return joined === '' ? '' : `${joined.charAt(0).toUpperCase()}${joined.slice(1)}.`;
}

function addressesText(addresses: NonNullable<Measures['addresses']>): string {
  return `addresses: ${addresses.map((kind) => addressWords[kind]).join(', ')}`;
}
