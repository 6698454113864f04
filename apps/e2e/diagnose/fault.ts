import type { Lab } from '../lab/lab.ts';
import type { Ends } from '../lab/labCall.ts';
import type { Medium } from '../support/callTerms.ts';
import type { Person } from '../support/person.ts';
import type { Told } from './told.ts';

/** Two people, each at home; the faults are at Ada's, who calls. */
export interface Scene {
  readonly lab: Lab;
  readonly people: Ends<Person>;
}

/** Whether a page tells the right thing. */
export type Judge = (told: Told) => boolean;

/** Something that goes wrong with a call, and what its people must be told. */
export interface Fault {
  readonly name: string;
  readonly medium: Medium;
  /** Where the cause is, as the table says it. */
  readonly side: 'caller' | 'callee' | 'both' | 'path' | 'server';
  /** Environment variables of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Before the call is placed. */
  readonly before?: (scene: Scene) => Promise<void>;
  /** Once both talk; without it the call itself is what goes wrong, or must not. */
  readonly during?: (scene: Scene) => Promise<void>;
  readonly told: Ends<Judge>;
  /** How soon both must be told; by default as soon as of everything that is live. */
  readonly withinMs?: number;
  /** It is no fault: both must be told this at every moment of the time that is watched. */
  readonly isHealthy?: true;
}

/** Someone is told these words. */
export function says(words: RegExp): Judge {
  return (told) => words.test(told.words);
}

/** The call goes on, and nothing else is said. */
export const nothing: Judge = ({ finding, grade, words }) =>
  finding === '' && (grade === '' || grade === 'good') && !words.includes('Reconnecting');

/** The call goes on over this path, and nothing is wrong. */
export function goesOver(route: 'direct' | 'relay'): Judge {
  return (told) => told.route === route && nothing(told);
}

/** No words, but the meter says so. */
export function meterSays(grade: 'fair' | 'poor'): Judge {
  return (told) => told.grade === grade;
}
