import { errorField, type Field } from '../codec/attributes.ts';
import type { ErrorCode } from '../codec/errorCodes.ts';

/** What becomes of a request. 'silence' is for one whose answer is under way already, or whose client has gone. */
export type Reply =
  | { readonly outcome: 'success'; readonly fields: readonly Field[] }
  | { readonly outcome: 'error'; readonly code: ErrorCode; readonly fields: readonly Field[] }
  | { readonly outcome: 'silence' };

/** Done. */
export function success(...fields: readonly Field[]): Reply {
  return { outcome: 'success', fields };
}

/** Not done, and why. */
export function refusal(code: ErrorCode, ...fields: readonly Field[]): Reply {
  return { outcome: 'error', code, fields: [errorField(code), ...fields] };
}

/** Nothing to say. */
export const silence: Reply = { outcome: 'silence' };
