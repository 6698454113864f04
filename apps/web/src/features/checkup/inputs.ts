import { createBrowserCapture, type CaptureFailure, type Captured } from '@ringback/client';

/** The inputs that are tried by opening them, by the browser's word for what they give. */
const kinds = { microphone: 'audio', camera: 'video' } as const;
export type Input = keyof typeof kinds;

/** What came of trying an input. */
export type InputResult =
  | 'works'
  /** It opened, and gave neither sound nor picture while it was tried. */
  | 'nothing'
  /** It stopped by itself: unplugged, or taken away by the system. */
  | 'gone'
  | CaptureFailure;

/** What can be said of an input without opening it. `asks`: the browser may ask the person when it is opened. */
export type Outlook =
  | { readonly state: 'there'; readonly asks: boolean }
  | {
      readonly state: 'hopeless';
      readonly result: Extract<CaptureFailure, 'notFound' | 'notAllowed' | 'unsupported'>;
    };

const capture = createBrowserCapture();

/** Looks for an input without opening it. Never rejects. */
export async function lookFor(input: Input): Promise<Outlook> {
  const permission = await capture.permission(kinds[input]);
  if (permission === 'denied') return { state: 'hopeless', result: 'notAllowed' };
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const isThere = devices.some(({ kind }) => kind === `${kinds[input]}input`);
    return isThere
      ? { state: 'there', asks: permission !== 'granted' }
      : { state: 'hopeless', result: 'notFound' };
  } catch {
    return { state: 'hopeless', result: 'unsupported' };
  }
}

/** Opens an input; the browser may ask the person first. Never rejects. Whoever gets the track stops it. */
export function openInput(input: Input): Promise<Captured> {
  return capture.open(kinds[input]);
}
