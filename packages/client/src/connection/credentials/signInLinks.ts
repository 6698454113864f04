import { Person, SignedIn, type Result, type SignInBrowser } from '@ringback/protocol';
import type { HttpPorts, PlatformPorts } from '../../platform/ports.ts';
import { askHttp } from '../http.ts';
import { claimOf } from '../signedInStorage.ts';

/** One-time sign-in links, which the host of the server makes for who has lost everything else. */
export interface SignInLinkActions {
  /** Whom a link signs in; it stays valid. */
  look(code: string): Promise<Result<Person>>;
  /** Signs this tab in, and all others of that user out. Ends a live call first. */
  use(code: string): Promise<Result<Person>>;
}

interface SignInLinkDeps {
  readonly ports: HttpPorts & Pick<PlatformPorts, 'profileStorage' | 'random'>;
  readonly account: {
    browser(): SignInBrowser;
    signInWith(name: string, ask: () => Promise<Result<SignedIn>>): Promise<Result<Person>>;
  };
}

export function createSignInLinks({ ports, account }: SignInLinkDeps): SignInLinkActions {
  return {
    look: (code) => askHttp(ports, Person, '/api/sign-in-link/look', post({ code })),
    use: (code) => {
      const claim = claimOf(ports.profileStorage, ports.random);
      const request = { code, claim, ...account.browser() };
      // Not repeated by itself: the first attempt may have used the link up.
      return account.signInWith('', () => askHttp(ports, SignedIn, '/api/sign-in-link', post(request)));
    },
  };
}

function post(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
