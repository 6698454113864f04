import type { Results, SelfieSegmentation } from '@mediapipe/selfie_segmentation';
import { ProcessingError } from './processingError.ts';

/** Finds the person in a picture. */
export interface Segmenter {
  /** The person is opaque in it; undefined where nothing was found out. */
  readonly mask: (picture: HTMLCanvasElement) => Promise<CanvasImageSource | undefined>;
  /** What draws for this browser. */
  readonly graphics: Graphics;
  readonly close: () => void;
}

/** `software`: a program that stands in for a graphics card. */
export type Graphics = 'card' | 'software';

declare global {
  interface Window {
    /** The library's script puts it here. */
    readonly SelfieSegmentation?: typeof SelfieSegmentation;
  }
}

/** The model for wide pictures: 256 by 144 samples, half the work of the other one. */
const landscapeModel = 1;

let allowed: string | undefined;

/** Starts the segmenter. It needs WebGL 2; rejects with a `ProcessingError`. */
export async function openSegmenter(): Promise<Segmenter> {
  // Without it, the library opens an alert.
  const graphics = graphicsOf();
  if (graphics === 'none') throw new ProcessingError('unsupported');
  const { Constructor, addresses } = await loadLibrary();
  let latest: Results | undefined;
  const library = new Constructor({ locateFile: (name) => addresses.get(name) ?? name });
  // Not in the library's types. Software that stands in for a graphics card is slower at this than the processor itself.
  const inference = { useCpuInference: graphics === 'software' };
  library.setOptions({ modelSelection: landscapeModel, selfieMode: false, ...inference });
  library.onResults((results) => {
    latest = results;
  });
  await library.initialize();
  return {
    graphics,
    mask: async (image) => {
      await library.send({ image });
      return latest?.segmentationMask;
    },
    close: () => void library.close().catch(() => undefined),
  };
}

/** What draws for WebGL 2 here. */
function graphicsOf(): Graphics | 'none' {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    if (context === null) return 'none';
    const details = context.getExtension('WEBGL_debug_renderer_info');
    const renderer: unknown =
      details === null ? undefined : context.getParameter(details.UNMASKED_RENDERER_WEBGL);
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return /swiftshader|llvmpipe|software|basic render/iu.test(String(renderer)) ? 'software' : 'card';
  } catch {
    return 'none';
  }
}

async function loadLibrary() {
  try {
    const files = await Promise.all([
      import('@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js?url'),
      import('@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url'),
      import('@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url'),
      import('@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url'),
    ]);
    const [script, wasm, model, graph] = files.map((file) => file.default);
    await import('@mediapipe/selfie_segmentation');
    const Constructor = window.SelfieSegmentation;
    if (script === undefined || Constructor === undefined) throw new ProcessingError('notLoaded');
    allowScript(script);
    const addresses = new Map([
      ['selfie_segmentation_solution_simd_wasm_bin.js', script],
      ['selfie_segmentation_solution_simd_wasm_bin.wasm', wasm],
      ['selfie_segmentation_landscape.tflite', model],
      ['selfie_segmentation.binarypb', graph],
    ]);
    return { Constructor, addresses };
  } catch {
    throw new ProcessingError('notLoaded');
  }
}

/** The library adds one script to the page by a plain address. Under Trusted Types, only the default policy may let it. */
function allowScript(address: string): void {
  const types: unknown = Reflect.get(window, 'trustedTypes');
  if (allowed !== undefined || !makesPolicies(types)) return;
  allowed = new URL(address, location.origin).href;
  types.createPolicy('default', {
    createScriptURL: (asked) => {
      if (new URL(asked, location.origin).href === allowed) return asked;
      throw new TypeError('This script is not a part of the app.');
    },
  });
}

/** The used part of Trusted Types (W3C). */
interface PolicyFactory {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (asked: string) => string },
  ) => unknown;
}

function makesPolicies(types: unknown): types is PolicyFactory {
  return typeof types === 'object' && types !== null && 'createPolicy' in types;
}
