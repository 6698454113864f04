import { useEffect, useRef, useState, type RefObject } from 'react';
import { codeInAddress } from './linkedCode.ts';
import { createQrReader } from './qrReader.ts';

/** How often a picture of the camera is searched for a code. */
const scanMs = 250;

/** Whether this browser may have a camera. */
export function canScan(): boolean {
  return navigator.mediaDevices !== undefined;
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
  if (video === null) throw new Error('There is no video element.');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    const readCodes = await createQrReader();
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      const codes = await readCodes(video);
      const code = codes.map((content) => codeInAddress(content, location.origin)).find(Boolean);
      if (code !== undefined) return { code };
      await new Promise((resolve) => setTimeout(resolve, scanMs));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
