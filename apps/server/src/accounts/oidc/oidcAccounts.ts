import { randomUUID } from 'node:crypto';
import {
  fail,
  ok,
  PersonName,
  UserId,
  type OidcSignIn,
  type Result,
  type SignedIn,
  type SignInBrowser,
} from '@ringback/protocol';
import * as v from 'valibot';
import { ExpiringMap } from '../../platform/expiringMap.ts';
import { newToken, secretHash } from '../../platform/secrets.ts';
import type { Storage } from '../../storage/storage.ts';
import type { CredentialSignIn } from '../credentials/credentialSignIn.ts';
import type { CredentialOperations } from '../credentials/credentialsSql.ts';
import type { OwnAccounts } from '../credentials/ownAccount.ts';
import type { OidcPerson, OidcProvider } from './oidcProvider.ts';

/** The page fetches its token right after it has loaded. */
const ticketMs = 2 * 60_000;
const mostTickets = 10_000;
/** Names that are tried for a new person: "Ada", "Ada 2", … */
const mostNames = 20;

const expired = 'That took too long. Sign in again.';

export interface OidcAccountDeps {
  readonly storage: Storage<CredentialOperations>;
  readonly provider: OidcProvider;
  readonly credentialSignIn: CredentialSignIn;
  readonly ownAccounts: OwnAccounts;
  readonly now: () => number;
}

/** Signs in whom the provider vouches for. New people become accounts. */
export class OidcAccounts {
  readonly #deps: OidcAccountDeps;
  readonly #tickets: ExpiringMap<OidcPerson>;

  constructor(deps: OidcAccountDeps) {
    this.#deps = deps;
    this.#tickets = new ExpiringMap(ticketMs, mostTickets, deps.now);
  }

  start(binding: string, redirectUri: string): Promise<string> {
    return this.#deps.provider.start(binding, redirectUri);
  }

  /** Checks what a browser brings back; returns a ticket for the tab that began. Rejects if anything is wrong. */
  async finish(query: URLSearchParams): Promise<string> {
    const person = await this.#deps.provider.finish(query);
    const ticket = newToken();
    this.#tickets.add(ticket, person);
    return ticket;
  }

  async signIn({
    ticket,
    secret,
    invitation,
    claim,
    ...browser
  }: v.InferOutput<typeof OidcSignIn>): Promise<Result<SignedIn>> {
    const person = this.#tickets.take(ticket);
    if (person?.binding !== secretHash(secret)) return fail('unauthorized', { message: expired });
    const known = await this.#signInKnown(person, claim, browser);
    return known ?? this.#join(person, { invitation, claim }, browser);
  }

  async #signInKnown(
    { subject }: OidcPerson,
    claim: string | undefined,
    browser: SignInBrowser,
  ): Promise<Result<SignedIn> | undefined> {
    const known = await this.#deps.storage.run('accounts:byOidc', subject);
    return known && ok(await this.#deps.credentialSignIn.signIn(known, claim, browser));
  }

  async #join(
    person: OidcPerson,
    more: Pick<v.InferOutput<typeof OidcSignIn>, 'invitation' | 'claim'>,
    browser: SignInBrowser,
  ): Promise<Result<SignedIn>> {
    const { ownAccounts } = this.#deps;
    const { name, subject } = person;
    const refusal = await ownAccounts.invitationRefusal(more.invitation);
    if (refusal !== undefined) return refusal;
    for (let n = 1; n <= mostNames; n += 1) {
      const userId = v.parse(UserId, randomUUID());
      const credentials = { oidcSubject: subject, ...more };
      const joined = await ownAccounts.joinWith(userId, nameFor(name, n), credentials, browser);
      if (joined.ok) return ok(joined.data.signedIn);
      if (joined.error.code !== 'conflict') return joined;
      // Another browser of theirs may have been faster.
      const known = await this.#signInKnown(person, more.claim, browser);
      if (known !== undefined) return known;
    }
    return fail('conflict');
  }
}

/** A name that may be shown, with a number if others have it. */
function nameFor(name: string | undefined, n: number): string {
  const parsed = v.safeParse(PersonName, [...(name ?? '')].slice(0, 36).join(''));
  const base = parsed.success ? parsed.output : 'New person';
  return n === 1 ? base : `${base} ${n}`;
}
