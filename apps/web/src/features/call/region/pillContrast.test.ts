import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { contrast, over } from '../../../ui/styles/colorScience.testing.ts';

const styleSheet = await readFile(new URL('CallRegion.module.css', import.meta.url), 'utf8');

/** The value of a custom property of the call region. */
function colorOf(name: string): string {
  const value = new RegExp(`${name}: (#[0-9a-f]+);`, 'u').exec(styleSheet)?.[1];
  if (value === undefined) throw new Error(`The style sheet has no color ${name}.`);
  return value;
}

// Every picture lies between these two; a blurred one too.
for (const picture of ['#fff', '#000']) {
  test.each(['--pill-ink', '--pill-soft', '--pill-warn'])(
    `%s on a pill is readable over a picture that is ${picture}`,
    (ink) => {
      const pill = over(colorOf('--pill'), picture);
      const words = over(colorOf(ink), '#fff');
      expect(contrast(words, pill)).toBeGreaterThanOrEqual(4.5);
    },
  );
}
