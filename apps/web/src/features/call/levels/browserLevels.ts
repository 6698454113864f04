import { tapTrack } from '@ringback/client';
import { attempt } from '../../../ui/browser/attempt.ts';
import { observeSize } from '../../../ui/browser/observe.ts';
import { trustedScript } from '../../../ui/browser/trustedScript.ts';
import { CallLevels, type PainterLink } from './callLevels.ts';
import type { FromPainter, Voice } from './levelMessages.ts';
import type { LevelShape } from './levelShapes.ts';
import workerUrl from './levelWorker.ts?worker&url';
import workletUrl from './sampleWorklet.ts?worker&url';

/** The levels of this page's call. */
export const callLevels = new CallLevels<MediaStreamTrack>({
  openPainter: (onFinding) => attempt(() => openPainter(onFinding)),
  tap: (track, port) => tapTrack(track, { url: workletUrl, name: 'ringback-samples' }, port),
});

function openPainter(onFinding: (finding: FromPainter) => void): PainterLink {
  const worker = new Worker(trustedScript(workerUrl), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  port1.addEventListener('message', ({ data }: MessageEvent<FromPainter>) => onFinding(data));
  port1.start();
  return {
    send: (message, transfer = []) => {
      attempt(() => port1.postMessage(message, transfer));
    },
    close: () => {
      port1.close();
      worker.terminate();
    },
  };
}

/**
 * Shows a level inside an element, in its size and color, until the returned function is called. The canvas is made here,
 * because a worker can take each one once.
 */
export function showLevel(voice: Voice, shape: LevelShape, container: HTMLElement): () => void {
  const canvas = container.ownerDocument.createElement('canvas');
  container.append(canvas);
  const offscreen = attempt(() => canvas.transferControlToOffscreen());
  if (offscreen === undefined) return () => canvas.remove();
  const view = { document: container.ownerDocument, canvas: offscreen, shape };
  const { setLook, hide } = callLevels.show(voice, view);
  const stopObserving = observeSize(container, () => {
    const { clientWidth: width, clientHeight: height } = container;
    const scale = shape === 'edge' ? 1 / Math.max(1, width, height) : window.devicePixelRatio;
    setLook({ width, height, scale, color: getComputedStyle(container).color });
  });
  return () => {
    stopObserving();
    hide();
    canvas.remove();
  };
}
