import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenToneOutput, ToneOutput } from './toneOutput.ts';
import { BrowserTonePlayer } from './tonePlayer.ts';
import type { ToneName } from './tones.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Condition = ReturnType<ToneOutput['condition']>;

function refuse(): never {
  throw new DOMException('Not here.', 'NotSupportedError');
}

const workingOutput: ToneOutput = {
  condition: () => 'running',
  resume: () => Promise.resolve(),
  start: () => () => {},
  rest: () => {},
  close: () => {},
};

/** A machine whose audio outputs a test stops, breaks and lets go on. */
function fakeMachine() {
  const outputs: FakeOutput[] = [];
  const machine = {
    outputs,
    /** Whether outputs run when they are asked to. */
    isAllowed: true,
    /** What is heard at this moment. */
    heard: (): ToneName | undefined =>
      outputs.find(({ condition, tone }) => condition === 'running' && tone !== undefined)?.tone,
  };
  const open: OpenToneOutput = (onChange) => {
    const output: FakeOutput = { condition: 'running', tone: undefined, onChange };
    outputs.push(output);
    return {
      condition: () => output.condition,
      resume: async () => {
        if (!machine.isAllowed) refuse();
        if (output.condition === 'stopped') output.condition = 'running';
        await Promise.resolve();
      },
      start: (name) => {
        output.tone = name;
        return () => (output.tone = undefined);
      },
      rest: () => (output.condition = 'stopped'),
      close: () => (output.condition = 'broken'),
    };
  };
  return { machine, player: new BrowserTonePlayer([open]) };
}

interface FakeOutput {
  condition: Condition;
  tone: ToneName | undefined;
  readonly onChange: () => void;
}

/** The system changes the output that is in use. */
function interrupt({ outputs }: ReturnType<typeof fakeMachine>['machine'], condition: Condition): void {
  const output = outputs.at(-1);
  if (output === undefined) throw new Error('No output was opened.');
  output.condition = condition;
  output.onChange();
}

test('audio is interrupted while it rings, and goes on within a second', async () => {
  const { machine, player } = fakeMachine();
  player.play('ringtone');
  expect(machine.heard()).toBe('ringtone');
  interrupt(machine, 'stopped');
  expect(machine.heard()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(machine.heard()).toBe('ringtone');
  expect(player.state.getState()).toBe('ready');
});

test('audio stays interrupted while it rings: sound counts as blocked, until the interruption is over', async () => {
  const { machine, player } = fakeMachine();
  player.play('ringtone');
  machine.isAllowed = false;
  interrupt(machine, 'stopped');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(player.state.getState()).toBe('blocked');
  machine.isAllowed = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(player.state.getState()).toBe('ready');
  expect(machine.heard()).toBe('ringtone');
});

test('the audio device fails while it rings: another output takes over', async () => {
  const { machine, player } = fakeMachine();
  player.play('ringtone');
  interrupt(machine, 'broken');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(machine.outputs).toHaveLength(2);
  expect(machine.heard()).toBe('ringtone');
});

test('audio broke between two calls: the next ring sounds at once', () => {
  const { machine, player } = fakeMachine();
  player.play('ringtone');
  player.play(undefined);
  interrupt(machine, 'broken');
  player.play('ringtone');
  expect(machine.heard()).toBe('ringtone');
});

test('the browser waits for a press: sound is blocked, and the browser is asked once', async () => {
  const asked = vi.fn<ToneOutput['resume']>(() => new Promise(() => {}));
  const player = new BrowserTonePlayer([
    () => ({ ...workingOutput, condition: () => 'stopped', resume: asked }),
  ]);
  player.probe();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(player.state.getState()).toBe('blocked');
  expect(asked).toHaveBeenCalledTimes(1);
});

test('without Web Audio, the next output plays the tones', () => {
  const start = vi.fn<ToneOutput['start']>(() => () => {});
  const player = new BrowserTonePlayer([refuse, () => ({ ...workingOutput, start })]);
  player.play('ringtone');
  expect(start).toHaveBeenCalledExactlyOnceWith('ringtone', expect.any(Function));
  expect(player.state.getState()).toBe('ready');
});

test('nothing can play tones: sound counts as blocked rather than ready', () => {
  const broken = { ...workingOutput, resume: refuse, start: refuse, rest: refuse, close: refuse };
  const player = new BrowserTonePlayer([() => broken, refuse]);
  player.play('ringtone');
  expect(player.state.getState()).toBe('blocked');
  player.play(undefined);
  player.close();
});

test('between tones the audio hardware rests', () => {
  const { machine, player } = fakeMachine();
  player.play('ended');
  player.play(undefined);
  expect(machine.outputs.map(({ condition }) => condition)).toEqual(['stopped']);
});
