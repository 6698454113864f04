import { loudnessDb } from '@ringback/client';
import type { Finding, FromPainter, LevelLook, SampleBlock, ToPainter, Voice } from './levelMessages.ts';
import { approach, inSteps, levelOf, isHowling, nextLoudSince, type LoudSince } from './loudnessScale.ts';
import { drawLevel, type LevelPen, type LevelShape } from './levelShapes.ts';
import { hear, initialVoice, isLoudEnough, periodicityOf, type VoiceState } from './voiceDetector.ts';

interface Shown {
  readonly shape: LevelShape;
  readonly canvas: { width: number; height: number };
  readonly pen: LevelPen;
  look: LevelLook | undefined;
  /** The level that it shows, and since when, in ms. */
  drawn: number;
  drawnAt: number;
}

/** Each picture costs the page a short task, and small ones need fewer to look smooth. In ms. */
const leastIntervalMs: Readonly<Record<LevelShape, number>> = { rings: 60, edge: 120, bars: 100 };

/** What is known about one person's voice. */
interface Heard {
  port: MessagePort | undefined;
  /** Between two steps of what is shown. */
  level: number;
  readonly shown: Map<number, Shown>;
  talking: VoiceState | undefined;
  howling: { readonly loudSince: LoudSince } | undefined;
}

/**
 * Draws the levels of both voices, and looks for what the page wants to know about them. Runs in a worker, because a change
 * on the page itself costs it a frame of layout and painting each time: 37 ms of each second at 15 changes, against 1 ms
 * for a canvas of a worker (measured with Chromium 156).
 */
export class LevelPainter {
  readonly #report: (finding: FromPainter) => void;
  readonly #now: () => number;
  readonly #voices: Readonly<Record<Voice, Heard>> = { mine: nothingHeard(), theirs: nothingHeard() };

  /** `now`: a clock in ms. */
  constructor(report: (finding: FromPainter) => void, now: () => number) {
    this.#report = report;
    this.#now = now;
  }

  readonly handle = (message: ToPainter): void => {
    switch (message.kind) {
      case 'show':
        return this.#show(message);
      case 'look':
        return this.#look(message.id, message.look);
      case 'hide':
        for (const { shown } of Object.values(this.#voices)) shown.delete(message.id);
        return;
      case 'listen':
        return this.#listen(message.voice, message.port);
      case 'stop':
        return this.#stop(message.voice);
      case 'find':
        return this.#find(message.voice, message.finding, message.isOn);
    }
  };

  /** Takes the next block of a voice. */
  hear(voice: Voice, { samples, sampleRate }: SampleBlock): void {
    const heard = this.#voices[voice];
    const loudness = loudnessDb(samples);
    heard.level = approach(heard.level, levelOf(loudness));
    for (const shown of heard.shown.values()) this.#drawIfDue(shown, heard.level);
    if (heard.talking !== undefined) {
      const before = heard.talking;
      // Most blocks are pauses, which need no closer look.
      const periodicity = isLoudEnough(before, loudness) ? periodicityOf(samples, sampleRate) : 0;
      heard.talking = hear(before, { loudnessDb: loudness, periodicity }, this.#now());
      this.#reportChange(voice, 'talking', before.isTalking, heard.talking.isTalking);
    }
    if (heard.howling !== undefined) {
      const { loudSince } = heard.howling;
      const at = this.#now();
      const next = nextLoudSince(loudSince, loudness, at);
      heard.howling = { loudSince: next };
      if (isHowling(next, at)) this.#report({ voice, finding: 'howling', isSo: true });
    }
  }

  #reportChange(voice: Voice, finding: Finding, before: boolean, isSo: boolean): void {
    if (before !== isSo) this.#report({ voice, finding, isSo });
  }

  #show({ id, voice, shape, canvas }: ToPainter & { kind: 'show' }): void {
    const pen = canvas.getContext('2d');
    if (pen !== null)
      this.#voices[voice].shown.set(id, {
        shape,
        canvas,
        pen,
        look: undefined,
        drawn: 0,
        drawnAt: -Infinity,
      });
  }

  #look(id: number, look: LevelLook): void {
    for (const { shown, level } of Object.values(this.#voices)) {
      const one = shown.get(id);
      if (one === undefined) continue;
      one.look = look;
      one.canvas.width = Math.max(1, Math.round(look.width * look.scale));
      one.canvas.height = Math.max(1, Math.round(look.height * look.scale));
      this.#draw(one, level);
    }
  }

  #listen(voice: Voice, port: MessagePort): void {
    this.#stop(voice);
    const heard = this.#voices[voice];
    heard.port = port;
    port.addEventListener('message', ({ data }: MessageEvent<SampleBlock>) => {
      if (heard.port === port) this.hear(voice, data);
    });
    port.start();
  }

  #stop(voice: Voice): void {
    const heard = this.#voices[voice];
    heard.port?.close();
    heard.port = undefined;
    heard.level = 0;
    for (const shown of heard.shown.values()) this.#draw(shown, 0);
  }

  #find(voice: Voice, finding: Finding, isOn: boolean): void {
    const heard = this.#voices[voice];
    switch (finding) {
      case 'talking':
        heard.talking = isOn ? initialVoice : undefined;
        return;
      case 'howling':
        heard.howling = isOn ? { loudSince: undefined } : undefined;
        return;
    }
  }

  #drawIfDue(shown: Shown, level: number): void {
    const isDue = this.#now() - shown.drawnAt >= leastIntervalMs[shown.shape];
    if (isDue && inSteps(level) !== shown.drawn) this.#draw(shown, level);
  }

  #draw(shown: Shown, level: number): void {
    const { shape, canvas, pen, look } = shown;
    shown.drawn = inSteps(level);
    shown.drawnAt = this.#now();
    if (look === undefined) return;
    const { scale, color } = look;
    drawLevel(shape, pen, { width: canvas.width, height: canvas.height, scale, color }, shown.drawn);
  }
}

function nothingHeard(): Heard {
  return { port: undefined, level: 0, shown: new Map(), talking: undefined, howling: undefined };
}
