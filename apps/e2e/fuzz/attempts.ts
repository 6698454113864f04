import type { RequestName } from '@ringback/protocol';
import type { SeededRandom } from '@ringback/testkit';
import { corruptText, mutate, edgeValue } from './mutations.ts';
import { validPayload, type World } from './payloads.ts';

/** Makes the body of a message about a request: either correct, or wrong in one of many ways. */
export function attemptAt(name: RequestName, world: World, random: SeededRandom): string {
  const payload = validPayload(name, world, random);
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      return body(name, payload);
    case 3:
      return body(...wrongArity(name, payload, random));
    case 4:
      return corruptText(body(name, payload), random);
    case 5:
      return body(name, edgeValue(random));
    case 6:
      return body(misspelt(name, random), payload);
    default:
      return body(name, mutate(payload, random));
  }
}

function body(...message: readonly unknown[]): string {
  return JSON.stringify(message);
}

function wrongArity(name: string, payload: unknown, random: SeededRandom): readonly unknown[] {
  switch (random.below(3)) {
    case 0:
      return [name];
    case 1:
      return [name, payload, payload];
    default:
      return [name, null, payload, edgeValue(random)];
  }
}

function misspelt(name: string, random: SeededRandom): unknown {
  const at = random.below(name.length);
  switch (random.below(4)) {
    case 0:
      return `${name.slice(0, at)}${name.slice(at + 1)}`;
    case 1:
      return name.toUpperCase();
    case 2:
      return random.below(100);
    default:
      return edgeValue(random);
  }
}
