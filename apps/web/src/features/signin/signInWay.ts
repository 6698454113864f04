import type { PublicConfig } from '@ringback/protocol';

/** How the sign-in screen lets people in: the form that it shows. */
export type Way = 'name' | 'password' | 'recoveryCode' | 'join' | 'link';

/** The code of an invitation in an address like `/join#code`. */
export function invitationIn({ pathname, hash }: { pathname: string; hash: string }): string | undefined {
  const code = hash.slice(1);
  return pathname === '/join' && code !== '' ? code : undefined;
}

/** The code of a one-time sign-in link in an address like `/sign-in#code`. */
export function linkCodeIn({ pathname, hash }: { pathname: string; hash: string }): string | undefined {
  const code = hash.slice(1);
  return pathname === '/sign-in' && code !== '' ? code : undefined;
}

/** The form that comes first: an invitation leads to a new account, and servers without guests ask for a password. */
export function firstWay(config: PublicConfig | undefined, isInvited: boolean): Way {
  if (isInvited && config?.ways !== undefined) return 'join';
  return config?.guests === 'off' ? 'password' : 'name';
}

/** Whether newcomers can create an account at sign-in. Where guests may come in, they do that in Settings. */
export function canJoin({ guests, ways }: PublicConfig, isInvited: boolean): boolean {
  return isInvited || (guests === 'off' && ways?.accounts === 'open');
}

/** What a provider of OpenID Connect sent back, in an address like `/#oidc=ticket`: a ticket, or `failed`. */
export function oidcAnswerIn(hash: string): string | undefined {
  const answer = hash.startsWith('#oidc=') ? hash.slice('#oidc='.length) : '';
  return answer === '' ? undefined : answer;
}

/** Focuses the first field of a form that is still empty. */
export function focusEmptyField(form: HTMLFormElement | null): void {
  const fields = form?.querySelectorAll('input') ?? [];
  Array.from(fields)
    .find(({ value }) => value === '')
    ?.focus();
}
