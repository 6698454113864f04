import type { Page } from '@playwright/test';
import { ringCallee } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

declare global {
  interface Window {
    soundProbe?: {
      readonly contexts: Set<AudioContext>;
      /** Whether a tone plays, by Web Audio or by an element. */
      readonly isSounding: () => boolean;
      isInterrupted: boolean;
    };
  }
}

const isSounding = (page: Page): Promise<boolean | undefined> =>
  page.evaluate(() => window.soundProbe?.isSounding());

/** The system takes the audio away from a page, or gives it back. */
function setInterrupted(page: Page, isInterrupted: boolean): Promise<void> {
  return page.evaluate(async (value) => {
    const probe = window.soundProbe;
    if (probe === undefined) throw new Error('The page has no probe for sound.');
    probe.isInterrupted = value;
    if (value) await Promise.all([...probe.contexts].map((context) => context.suspend()));
  }, isInterrupted);
}

async function cancel(caller: Person, callee: Person): Promise<void> {
  await caller.callWith(callee).cancel.click();
  await expect(callee.incomingFrom(caller, 'voice').dialog).toBeHidden();
}

test(
  'audio is interrupted while it rings: the notice says so, the ring goes on by itself, and so does the next one',
  { tag: '@long' },
  async ({ context, person }) => {
    await context.addInitScript(probeSound);
    const ada = await person('Ada');
    const grace = await person('Grace', { profile: 'own' });
    await ringCallee(grace, ada, 'voice');
    const { dialog } = ada.incomingFrom(grace, 'voice');
    await expect.poll(() => isSounding(ada.page)).toBe(true);
    await setInterrupted(ada.page, true);
    await expect(dialog.getByText('Sound is off')).toBeVisible();
    await setInterrupted(ada.page, false);
    await expect(dialog.getByText('Sound is off')).toBeHidden();
    await expect.poll(() => isSounding(ada.page)).toBe(true);
    await cancel(grace, ada);
    await ringCallee(grace, ada, 'voice');
    await expect.poll(() => isSounding(ada.page)).toBe(true);
  },
);

test('without Web Audio, a call rings by an audio element', { tag: '@long' }, async ({ context, person }) => {
  await context.addInitScript(probeSound);
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'AudioContext');
  });
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await ringCallee(grace, ada, 'voice');
  await expect.poll(() => isSounding(ada.page)).toBe(true);
  await cancel(grace, ada);
  await expect.poll(() => isSounding(ada.page)).toBe(false);
});

/** Runs in the page, so it may use nothing from this file. */
function probeSound(): void {
  const contexts = new Set<AudioContext>();
  const elements = new Set<HTMLMediaElement>();
  const tones = new Map<AudioBufferSourceNode, AudioContext>();
  const probe = {
    contexts,
    isInterrupted: false,
    isSounding: () =>
      [...tones.values()].some(({ state }) => state === 'running') ||
      [...elements].some(({ paused, currentTime }) => !paused && currentTime > 0),
  };
  window.soundProbe = probe;
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      contexts.add(this);
    }
    override resume(): Promise<void> {
      if (!probe.isInterrupted) return super.resume();
      return Promise.reject(new DOMException('It is interrupted.', 'InvalidStateError'));
    }
    override createBufferSource(): AudioBufferSourceNode {
      const source = super.createBufferSource();
      tones.set(source, this);
      source.addEventListener('ended', () => tones.delete(source));
      return source;
    }
  };
  window.Audio = class extends Audio {
    constructor(source?: string) {
      super(source);
      elements.add(this);
    }
  };
}
