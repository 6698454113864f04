import * as v from 'valibot';
import { SignedIn, Token } from './account.ts';
import { DeviceKindSchema } from '../base/values.ts';

/*
 * A new browser is linked to a user by one where they are signed in, over HTTP below `/api/link`:
 *
 *   new browser                          server                    signed-in browser
 *   POST /                  ──>  code, secret
 *   POST /status  (waits)                             <──  POST /claim { code }: kind, three numbers
 *                           <──  scanned { number }
 *                                                     <──  POST /confirm { code, number }
 *   POST /status            <──  linked { token }
 *
 * The token goes to the holder of the secret alone. `DELETE /` { code } is a refusal of the signed-in browser.
 */

/** Without I, L, O and U, which are read or typed wrong (Crockford's base 32). */
export const linkAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 random bits. */
export const linkCodeLength = 12;

/** What a person types or scans, however it is grouped. */
export const LinkCode = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((text) =>
    text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  ),
  v.regex(/^[0-9A-HJKMNP-TV-Z]{12}$/, 'That is not a complete code. It has 12 letters and digits.'),
);

/** `POST /api/link` with a `SignInBrowser`, of a browser that is not signed in. `secret`: with which it asks for the outcome. */
export const LinkOffer = v.object({ code: v.string(), secret: Token, expiresInMs: v.number() });
export type LinkOffer = v.InferOutput<typeof LinkOffer>;

/** `POST /api/link/status`. It is answered when something happens, or after some seconds. */
export const LinkStatusRequest = v.strictObject({ secret: Token });

/** Why no link came of it. `wrong`: the other browser picked a wrong number. */
export const linkEnds = ['expired', 'refused', 'wrong'] as const;
export type LinkEnd = (typeof linkEnds)[number];

export const LinkStatus = v.variant('state', [
  v.object({ state: v.literal('waiting') }),
  /** The number that the other browser asks for, and whose browser it is. */
  v.object({ state: v.literal('scanned'), number: v.number(), name: v.string() }),
  v.object({ state: v.literal('linked'), signedIn: SignedIn }),
  v.object({ state: v.literal('ended'), why: v.picklist(linkEnds) }),
]);
export type LinkStatus = v.InferOutput<typeof LinkStatus>;

/** `POST /api/link/claim`, and `DELETE /api/link`. The bearer is the signed-in browser. */
export const LinkClaim = v.strictObject({ code: LinkCode });
/** What the signed-in browser asks about: the kind of browser that wants to be linked, and which number it shows. */
export const LinkQuestion = v.object({
  kind: v.optional(DeviceKindSchema),
  numbers: v.array(v.number()),
});
export type LinkQuestion = v.InferOutput<typeof LinkQuestion>;

/** `POST /api/link/confirm`. A wrong number is a `conflict`, and ends it. */
export const LinkConfirmation = v.strictObject({
  code: LinkCode,
  number: v.pipe(v.number(), v.safeInteger()),
});
