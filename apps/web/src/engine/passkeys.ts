import type { PasskeyCeremonies } from '@ringback/client';
import { fail, PasskeyAssertion, PasskeyAttestation, type Result } from '@ringback/protocol';
import * as v from 'valibot';

const failures = {
  dismissed: 'The passkey was not used. Try again, or use a password.',
  known: 'This device already has a passkey for your account.',
  unsupported: 'This browser has no passkeys. Use a password.',
  failed: "The passkey didn't work. Try again, or use a password.",
} as const;

/** Whether this browser can use passkeys at all. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function';
}

/** Passkeys of this browser. The library for them is loaded with the first use. */
export const browserPasskeys: PasskeyCeremonies = {
  sign: (optionsJSON) =>
    attempt(PasskeyAssertion, async () => {
      const { startAuthentication } = await import('@simplewebauthn/browser');
      return startAuthentication({ optionsJSON });
    }),
  make: (optionsJSON) =>
    attempt(PasskeyAttestation, async () => {
      const { startRegistration } = await import('@simplewebauthn/browser');
      return startRegistration({ optionsJSON });
    }),
  get name() {
    return `${browserName(navigator.userAgent)} on ${systemName(navigator.userAgent)}`;
  },
};

async function attempt<Schema extends v.GenericSchema>(
  schema: Schema,
  ask: () => Promise<unknown>,
): Promise<Result<v.InferOutput<Schema>>> {
  if (!canUsePasskeys()) return refused('unsupported');
  try {
    const answer = v.safeParse(schema, await ask());
    return answer.success ? { ok: true, data: answer.output } : refused('failed');
  } catch (error) {
    // The names of WebAuthn (sections 5.1.3 and 5.1.4): browsers do not say whether the user or a timeout ended it.
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidStateError') return refused('known');
    return refused(name === 'NotAllowedError' || name === 'AbortError' ? 'dismissed' : 'failed');
  }
}

function refused(why: keyof typeof failures): Result<never> {
  return fail('badRequest', { message: failures[why] });
}

/** For the list of passkeys only: nothing depends on it. */
function browserName(agent: string): string {
  if (agent.includes('Firefox/')) return 'Firefox';
  if (agent.includes('Edg/')) return 'Edge';
  if (agent.includes('Chrome/')) return 'Chrome';
  return agent.includes('Safari/') ? 'Safari' : 'A browser';
}

function systemName(agent: string): string {
  const known = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'Mac'],
    ['CrOS', 'ChromeOS'],
    ['Linux', 'Linux'],
  ] as const;
  return known.find(([part]) => agent.includes(part))?.[1] ?? 'another device';
}
