import { LinkId } from '@ringback/protocol';
import * as v from 'valibot';

/** The nth link of a test. */
export function linkId(n: number): LinkId {
  return v.parse(LinkId, `00000004-0000-4000-8000-${String(n).padStart(12, '0')}`);
}
