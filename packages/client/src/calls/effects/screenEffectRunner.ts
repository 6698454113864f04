import type { MediaPorts } from '../../media/mediaPorts.ts';
import type { ScreenResult } from '../../media/screen/screenPorts.ts';
import type { CallAction, ScreenOpenResult } from '../state/callAction.ts';
import type { ScreenEffect } from '../state/callEffect.ts';

export type ScreenPorts = Pick<MediaPorts, 'screenCapture' | 'streamOf'>;

/** Runs the effects on shared screens, and dispatches their results. */
export class ScreenEffectRunner {
  readonly #ports: ScreenPorts;
  readonly #dispatch: (action: CallAction) => void;

  constructor(ports: ScreenPorts, dispatch: (action: CallAction) => void) {
    this.#ports = ports;
    this.#dispatch = dispatch;
  }

  run(effect: ScreenEffect): void {
    switch (effect.type) {
      case 'openScreen':
        return void this.#open(effect);
      case 'tuneScreen':
        return this.#ports.screenCapture?.tune(effect.track, effect.content);
    }
  }

  /** The browser is asked before anything is awaited: it demands that this happens right in the press. */
  async #open({ key, content }: ScreenEffect & { type: 'openScreen' }): Promise<void> {
    const opened = await this.#ports.screenCapture?.open(content).catch(() => undefined);
    const result = opened === undefined ? failed : this.#watched(opened);
    this.#dispatch({ type: 'screenOpened', key, result });
    // It may have ended before anyone listened.
    if (result.ok && result.video.readyState === 'ended')
      this.#dispatch({ type: 'screenEnded', track: result.video });
  }

  /** Whatever throws on the way leaves nothing open. */
  #watched(opened: ScreenResult): ScreenOpenResult {
    if (!opened.ok) return opened;
    const { video, audio } = opened;
    try {
      video.addEventListener('ended', () => this.#dispatch({ type: 'screenEnded', track: video }));
      return { ...opened, stream: this.#ports.streamOf(video) };
    } catch {
      video.stop();
      audio?.stop();
      return failed;
    }
  }
}

const failed: ScreenOpenResult = { ok: false, failure: 'failed' };
