/** Returns what the QR codes in the current picture of a video say. */
export type ReadCodes = (video: HTMLVideoElement) => Promise<readonly string[]>;

/** What browsers with the Shape Detection API have; TypeScript does not know it. */
interface Detector {
  readonly detect: (image: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
}

/** Longer side of the picture that is searched, in px: enough for the codes that this app shows, and quick on old phones. */
const searchedPx = 640;

/** Reads with the browser's own detector where it has one, which Firefox, Safari and Chrome on Linux and Windows lack. */
export async function createQrReader(): Promise<ReadCodes> {
  const detector = await ownDetector().catch(() => undefined);
  if (detector === undefined) return createCanvasReader();
  return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
}

async function ownDetector(): Promise<Detector | undefined> {
  const value: unknown = Reflect.get(globalThis, 'BarcodeDetector');
  if (!isDetectorClass(value)) return undefined;
  const formats = await value.getSupportedFormats();
  return formats.includes('qr_code') ? new value({ formats: ['qr_code'] }) : undefined;
}

function isDetectorClass(value: unknown): value is DetectorClass {
  return typeof value === 'function' && 'getSupportedFormats' in value;
}

async function createCanvasReader(): Promise<ReadCodes> {
  const { default: decodeQR } = await import('qr/decode.js');
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser cannot read pictures.');
  return (video) => {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, searchedPx / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    if (width === 0 || height === 0) return Promise.resolve([]);
    context.canvas.width = width;
    context.canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    try {
      return Promise.resolve([decodeQR({ width, height, data })]);
    } catch {
      // No code in this picture.
      return Promise.resolve([]);
    }
  };
}
