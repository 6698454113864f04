import {
  createBrowserCapture,
  openPickedInput,
  type CaptureFailure,
  type CaptureResult,
} from '@ringback/client';
import { inTime } from '../../ui/browser/attempt.ts';

/** The inputs to test, with the browser's name of their kind. */
const kinds = { microphone: 'audio', camera: 'video' } as const;
export type Input = keyof typeof kinds;

/** The result of testing an input. */
export type InputResult =
  | 'works'
  /** It opened, but provided neither sound nor a picture during the test. */
  | 'nothing'
  /** It stopped by itself: unplugged, or revoked by the system. */
  | 'gone'
  | CaptureFailure;

/** What is known about an input without opening it. `asks`: the browser may ask for permission when it is opened. */
export type Detection =
  | { readonly state: 'found'; readonly asks: boolean }
  | {
      readonly state: 'unusable';
      readonly result: Extract<CaptureFailure, 'notFound' | 'notAllowed' | 'unsupported'>;
    };

const capture = createBrowserCapture();

/** Browsers list devices in some 100 ms. */
const listTimeoutMs = 3_000;

/** Detects an input without opening it. Never rejects. */
export async function detectInput(input: Input): Promise<Detection> {
  const permission = await capture.permission(kinds[input]);
  if (permission === 'denied') return { state: 'unusable', result: 'notAllowed' };
  try {
    const devices = await inTime(navigator.mediaDevices.enumerateDevices(), listTimeoutMs, undefined);
    // A browser that does not say may still have one: opening it will tell.
    if (devices === undefined) return { state: 'found', asks: permission !== 'granted' };
    const isFound = devices.some(({ kind }) => kind === `${kinds[input]}input`);
    return isFound
      ? { state: 'found', asks: permission !== 'granted' }
      : { state: 'unusable', result: 'notFound' };
  } catch {
    return { state: 'unusable', result: 'unsupported' };
  }
}

/** Opens the input that calls use; the browser may ask for permission first. Never rejects. The caller must stop the track. */
export function openInput(input: Input): Promise<CaptureResult> {
  return openPickedInput(capture, kinds[input]);
}
