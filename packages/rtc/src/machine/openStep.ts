import type { OpenPath, PathEffect } from './path.ts';

/** A path that stays open, and what is to be done so far. */
export interface OpenStep {
  readonly path: OpenPath;
  readonly effects: readonly PathEffect[];
}

export function step(path: OpenPath): OpenStep {
  return { path, effects: [] };
}

export function also({ path, effects }: OpenStep, ...more: readonly PathEffect[]): OpenStep {
  return { path, effects: [...effects, ...more] };
}
