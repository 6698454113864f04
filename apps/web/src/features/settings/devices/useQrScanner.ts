import { useEffect, useRef, useState, type RefObject } from 'react';
import { codeInAddress } from './linkedCode.ts';

/** How often a picture of the camera is searched for a code. */
const scanMs = 250;

/** What browsers with the Shape Detection API have; TypeScript does not know it. */
interface Detector {
  readonly detect: (image: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

function isDetectorClass(value: unknown): value is DetectorClass {
  return typeof value === 'function';
}

function detectorClass(): DetectorClass | undefined {
  const value: unknown = Reflect.get(globalThis, 'BarcodeDetector');
  return isDetectorClass(value) ? value : undefined;
}

/** Whether this browser can read QR codes with a camera. */
export function canScan(): boolean {
  return detectorClass() !== undefined && navigator.mediaDevices !== undefined;
}

/** Shows the camera in a video element until it has found a code; `hasFailed`: there is no camera, or it is not allowed. */
export function useQrScanner(onCode: (code: string) => void): {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  readonly hasFailed: boolean;
} {
  const videoRef = useRef<HTMLVideoElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const found = useRef(onCode);
  useEffect(() => {
    found.current = onCode;
  }, [onCode]);
  useEffect(() => {
    const scan = new AbortController();
    async function start(): Promise<void> {
      const outcome = await scanFrom(videoRef.current, scan.signal).catch(() => 'failed' as const);
      if (scan.signal.aborted) return;
      if (outcome === 'failed') setFailed(true);
      else if (outcome !== undefined) found.current(outcome.code);
    }
    void start();
    return () => scan.abort();
  }, []);
  return { videoRef, hasFailed };
}

/** Opens the camera, and closes it when a code is found or `signal` says so. */
async function scanFrom(
  video: HTMLVideoElement | null,
  signal: AbortSignal,
): Promise<{ code: string } | undefined> {
  const Detector = detectorClass();
  if (video === null || Detector === undefined) throw new Error('This browser cannot scan.');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new Detector({ formats: ['qr_code'] });
    while (!signal.aborted) {
      const codes = await detector.detect(video);
      const code = codes.map(({ rawValue }) => codeInAddress(rawValue, location.origin)).find(Boolean);
      if (code !== undefined) return { code };
      await new Promise((resolve) => setTimeout(resolve, scanMs));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
