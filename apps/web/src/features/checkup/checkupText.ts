import { cannotCall, noWebsockets } from '../../i18n/sharedText.ts';
import type { CheckName, Finding } from './checks.ts';
import type { Input, InputResult } from './inputs.ts';
import type { InputTest } from './inputTest.ts';

/** Text of the check-up that does not depend on a result. */
export const text = {
  lead: 'What a call needs, tried right now in this browser.',
  titles: {
    address: 'Secure address',
    server: 'Server',
    webrtc: 'Calls in this browser',
    microphone: 'Microphone',
    camera: 'Camera',
  } as const satisfies { readonly [C in CheckName]: string },
  testing: 'Testing…',
  detecting: 'Looking…',
  test: 'Test',
  done: 'Done',
  /** Accessible names, because several buttons share the same label. */
  testOf: (check: CheckName) => `Test ${text.titles[check].toLowerCase()}`,
  doneWith: (check: CheckName) => `Done with ${text.titles[check].toLowerCase()}`,
  opening: 'Allow it where the browser asks.',
  preview: 'Your camera, as others would see you',
  ready: {
    asks: 'There is one. The browser will ask whether it may be used.',
    asksNot: 'There is one, and it may be used.',
  },
  signal: {
    microphone: {
      missing: 'Say something: the bar moves with your voice.',
      present: 'Your microphone hears you.',
    },
    camera: {
      missing: 'Waiting for the first picture…',
      present: 'This is what others will see, mirrored for you.',
    },
  },
} as const;

/** A check as it appears on screen. */
export interface RowText {
  readonly status: 'waiting' | 'running' | 'good' | 'slow' | 'bad';
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** Above this round trip, calls take noticeably longer to ring. */
const slowMs = 300;

/** The text for a finding. */
export function findingText(finding: Finding): RowText {
  switch (finding.check) {
    case 'address':
      return finding.secure
        ? good('This page came over a secure address.')
        : bad('This page came over an insecure address.', 'Open it by an address that starts with https://.');
    case 'server':
      return serverText(finding);
    case 'webrtc':
      return webrtcText(finding.support);
  }
}

/** The text for a check in progress. */
export function running(message: string): RowText {
  return { status: 'running', message };
}

function good(message: string): RowText {
  return { status: 'good', message };
}

function bad(message: string, advice: string): RowText {
  return { status: 'bad', message, advice };
}

function serverText({ roundTripMs, live }: Extract<Finding, { check: 'server' }>): RowText {
  if (roundTripMs === undefined) {
    return bad(
      'The server does not answer.',
      'Check your connection. If it is fine, ask the host of the server.',
    );
  }
  if (live === 'blocked') return bad(noWebsockets.message, noWebsockets.advice);
  if (live === 'refused')
    return bad('The server refuses this page.', 'The host finds the reason in the server log.');
  const message = `The server answers within ${Math.max(1, Math.round(roundTripMs))} ms.`;
  if (roundTripMs <= slowMs) return good(message);
  return { status: 'slow', message, advice: 'Calls will ring a little late. Another network may be faster.' };
}

function webrtcText(support: Extract<Finding, { check: 'webrtc' }>['support']): RowText {
  switch (support) {
    case 'works':
      return good('This browser can make calls, and has a network to make them over.');
    case 'noNetwork':
      return bad(
        'This browser found no network address for calls.',
        'Check that you are online. A VPN or a privacy setting of the browser may hide all addresses.',
      );
    case 'missing':
      return bad(cannotCall.message, cannotCall.advice);
  }
}

/** The text for the test of an input. */
export function inputTestText(input: Input, test: InputTest<unknown>): RowText {
  switch (test.state) {
    case 'detecting':
      return running(text.detecting);
    case 'ready':
      return { status: 'waiting', message: test.asks ? text.ready.asks : text.ready.asksNot };
    case 'opening':
      return running(text.opening);
    case 'open':
      return test.hasSignal ? good(text.signal[input].present) : running(text.signal[input].missing);
    case 'done':
      return resultText(input, test.result);
  }
}

function resultText(input: 'microphone' | 'camera', result: InputResult): RowText {
  switch (result) {
    case 'works':
      return good(`Your ${input} works.`);
    case 'nothing':
      return input === 'microphone'
        ? bad(
            'Your microphone gave no sound.',
            'Look for a switch that mutes it, on itself or in the sound settings.',
          )
        : bad('Your camera gave no picture.', 'Close other programs that may use it, then test again.');
    case 'gone':
      return bad(`Your ${input} went away while it was tested.`, 'Check its plug, then test again.');
    case 'notAllowed':
      return bad(
        `The browser may not use your ${input}.`,
        'Allow it by the sign beside the address bar, then test again. The system may have a setting for it too.',
      );
    case 'blockedBySystem':
      return bad(
        `Your system blocks the ${input} for this browser.`,
        "Allow it in the system's privacy settings, restart the browser, then test again.",
      );
    case 'notFound':
      return bad(`No ${input} was found.`, 'Plug one in, or switch it on, then test again.');
    case 'inUse':
      return bad(`Another program uses your ${input}.`, 'Close that program, then test again.');
    case 'unsupported':
      return bad(
        `This page may not ask for a ${input}.`,
        'Open it by a secure address in a current browser.',
      );
    case 'failed':
      return bad(`Your ${input} did not start.`, 'Unplug it and plug it in again, or restart the browser.');
  }
}
