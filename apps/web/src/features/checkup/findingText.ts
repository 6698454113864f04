import type { Finding } from './checks.ts';
import type { Input, InputResult } from './inputs.ts';
import { text } from './checkupText.ts';
import type { Trial } from './inputTest.ts';

/** A check as it reads on screen. */
export interface RowText {
  readonly mark: 'waiting' | 'running' | 'good' | 'slow' | 'bad';
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

/** Round trips above this are felt: a call then takes noticeably long to ring. */
const slowMs = 300;

/** Puts a finding into words. */
export function findingText(finding: Finding): RowText {
  switch (finding.check) {
    case 'address':
      return finding.secure
        ? good('This page came over a secure address.')
        : bad('This page came over an insecure address.', 'Open it by an address that starts with https://.');
    case 'server':
      return serverText(finding.roundTripMs);
    case 'webrtc':
      return webrtcText(finding.support);
  }
}

/** A check that is under way. */
export function running(says: string): RowText {
  return { mark: 'running', says };
}

function good(says: string): RowText {
  return { mark: 'good', says };
}

function bad(says: string, todo: string): RowText {
  return { mark: 'bad', says, todo };
}

function serverText(roundTripMs: number | undefined): RowText {
  if (roundTripMs === undefined) {
    return bad(
      'The server does not answer.',
      'Check your connection. If it is fine, ask whoever runs the server.',
    );
  }
  const says = `The server answers within ${Math.max(1, Math.round(roundTripMs))} ms.`;
  if (roundTripMs <= slowMs) return good(says);
  return { mark: 'slow', says, todo: 'Calls will ring a little late. Another network may be faster.' };
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
      return bad(
        'This browser cannot make calls.',
        'Update it, or use a current Chrome, Edge, Firefox or Safari. Some privacy settings switch calls off.',
      );
  }
}

/** How far the trial of an input has come, in words. */
export function trialText(input: Input, trial: Trial<unknown>): RowText {
  switch (trial.state) {
    case 'looking':
      return running(text.looking);
    case 'ready':
      return { mark: 'waiting', says: trial.asks ? text.ready.asks : text.ready.asksNot };
    case 'opening':
      return running(text.opening);
    case 'open':
      return trial.gives ? good(text.trying[input].gives) : running(text.trying[input].nothingYet);
    case 'done':
      return inputText(input, trial.result);
  }
}

function inputText(input: 'microphone' | 'camera', result: InputResult): RowText {
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
