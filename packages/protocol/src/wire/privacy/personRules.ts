import * as v from 'valibot';
import { ruleNames } from '../../call/decisions/reach.ts';

/** What one user has decided about another; private to that user. */
export const PersonRules = v.object(v.entriesFromList(ruleNames, v.boolean()));

export type PersonRules = v.InferOutput<typeof PersonRules>;

/** The rules to change; the others stay. */
export const RulesChange = v.strictObject(v.entriesFromList(ruleNames, v.optional(v.boolean())));
export type RulesChange = v.InferOutput<typeof RulesChange>;
