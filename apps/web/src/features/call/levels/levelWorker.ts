import type { ToPainter } from './levelMessages.ts';
import { LevelPainter } from './levelPainter.ts';

// The worker's entry. Its first message brings the port over which everything else goes.
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port === undefined) return;
    const painter = new LevelPainter(
      (finding) => port.postMessage(finding),
      () => performance.now(),
    );
    port.addEventListener('message', ({ data }: MessageEvent<ToPainter>) => painter.handle(data));
    port.start();
  },
  { once: true },
);
