import {
  Handle,
  InvitationCode,
  NewPassword,
  PersonName,
  fail,
  ok,
  type AccountState,
  type InvitationList,
  type Joined,
  type NewInvitation,
  type NewInvitationRequest,
  type NewPasskeyOptions,
  type PasskeyAdded,
  type PasskeyAssertion,
  type PasskeyAttestation,
  type PasskeySignInOptions,
  type ProofRequest,
  type Person,
  type RecoveryCodes,
  type Result,
  type SignedIn,
  type SignInBrowser,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { PlatformPorts } from '../../platform/ports.ts';
import { readJson } from '../../platform/storage.ts';
import type { CredentialHttp } from './credentialHttp.ts';
import { claimOf, signInBrowserOf } from '../signedInStorage.ts';

/** What someone fills in to create an account. An empty handle is none. */
export interface AccountForm {
  readonly password: string;
  readonly handle: string;
  readonly invitation?: string | undefined;
}

/** What a user without an account fills in to join a server. */
export interface JoinForm extends AccountForm {
  readonly name: string;
}

/** What the browser does with passkeys. A failure says why, for people. */
export interface PasskeyCeremonies {
  readonly sign: (options: PasskeySignInOptions) => Promise<Result<PasskeyAssertion>>;
  readonly make: (options: NewPasskeyOptions) => Promise<Result<PasskeyAttestation>>;
  /** What kind of browser makes the passkey, for the list of them. */
  readonly name: string;
}

/** A new user with an account, who enters once they have seen their recovery codes. */
export interface JoinedAccount {
  readonly recoveryCodes: readonly string[];
  readonly enter: () => Promise<Result<Person>>;
}

/** With what users prove who they are, beside passkeys. */
export type TypedProof = Exclude<ProofRequest, { kind: 'passkey' }>;

/** How people sign in to accounts and look after them. Nothing rejects. */
export interface CredentialActions {
  /** Ends a live call first. `name`: a name or a handle. */
  signInByPassword(name: string, password: string): Promise<Result<Person>>;
  /** Spends the code. Ends a live call first. */
  signInByRecoveryCode(name: string, code: string, signOutOthers: boolean): Promise<Result<Person>>;
  /** Lets the user choose one of their passkeys. Ends a live call first. */
  signInByPasskey(ceremonies: PasskeyCeremonies): Promise<Result<Person>>;
  /** The address of the provider of OpenID Connect to go to. The tab keeps a secret for when it is back. */
  startOidc(invitation?: string): Promise<Result<string>>;
  /** Signs in with the ticket that the provider's answer brought. Ends a live call first. */
  signInByOidc(ticket: string): Promise<Result<Person>>;
  /** Creates a user with an account. */
  join(form: JoinForm): Promise<Result<JoinedAccount>>;
  joinByPasskey(
    form: Omit<JoinForm, 'password'>,
    ceremonies: PasskeyCeremonies,
  ): Promise<Result<JoinedAccount>>;
  /** Proves in this tab who the user is. What gives or ends access for good needs it, unless they signed in just now. */
  prove(proof: TypedProof): Promise<Result<AccountState>>;
  proveByPasskey(ceremonies: PasskeyCeremonies): Promise<Result<AccountState>>;
  /** Adds a passkey; a guest becomes an account by it, and all other devices are signed out. */
  addPasskey(
    ceremonies: PasskeyCeremonies,
    form?: Omit<AccountForm, 'password'>,
  ): Promise<Result<PasskeyAdded>>;
  removePasskey(id: string, signOutOthers: boolean): Promise<Result<AccountState>>;
  /** The user's own invitations that are still good. */
  fetchInvitations(): Promise<Result<InvitationList>>;
  addInvitation(request: NewInvitationRequest): Promise<Result<NewInvitation>>;
  removeInvitation(id: string): Promise<Result<InvitationList>>;
  /** The user's own account; null for a guest. */
  fetch(): Promise<Result<AccountState>>;
  /** Turns the guest into an account: all other devices are signed out. */
  create(form: AccountForm): Promise<Result<RecoveryCodes>>;
  changePassword(
    old: string | undefined,
    next: string,
    signOutOthers: boolean,
  ): Promise<Result<AccountState>>;
  /** An empty handle gives it up. */
  changeHandle(handle: string): Promise<Result<AccountState>>;
  /** Makes new recovery codes; the old ones end. */
  renewRecoveryCodes(): Promise<Result<RecoveryCodes>>;
}

/** The account of this tab, as far as credentials concern it. */
export interface SignInTarget {
  readonly token: string | undefined;
  /** Signs in by a request. `name` is shown meanwhile. */
  signInWith(name: string, ask: () => Promise<Result<SignedIn>>): Promise<Result<Person>>;
  /** Replaces what this browser remembers of the user, which was signed out with their other devices. */
  rememberAgain(): void;
}

export interface CredentialDeps {
  readonly http: CredentialHttp;
  readonly account: SignInTarget;
  readonly ports: Pick<PlatformPorts, 'profileStorage' | 'tabStorage' | 'random' | 'deviceKind'>;
}

const oidcKey = 'ringback.oidc';
const KeptForOidc = v.object({ secret: v.string(), invitation: v.optional(v.string()) });
const otherTab = 'The sign-in began in another tab. Start again here.';

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCodePoint(...new Uint8Array(hash)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Signs in to accounts, and changes the user's own. */
export class Credentials implements CredentialActions {
  readonly #http: CredentialHttp;
  readonly #account: SignInTarget;
  readonly #ports: CredentialDeps['ports'];

  constructor({ http, account, ports }: CredentialDeps) {
    this.#http = http;
    this.#account = account;
    this.#ports = ports;
  }

  signInByPassword(name: string, password: string): Promise<Result<Person>> {
    const request = { name, password, ...this.#browser() };
    return this.#account.signInWith(name, () => this.#http.signInByPassword(request));
  }

  signInByRecoveryCode(name: string, code: string, signOutOthers: boolean): Promise<Result<Person>> {
    const request = { name, code, signOutOthers, ...this.#browser() };
    return this.#account.signInWith(name, () => this.#http.signInByRecoveryCode(request));
  }

  async signInByPasskey(ceremonies: PasskeyCeremonies): Promise<Result<Person>> {
    const options = await this.#http.passkeySignInOptions();
    if (!options.ok) return options;
    const assertion = await ceremonies.sign(options.data);
    if (!assertion.ok) return assertion;
    const request = { assertion: assertion.data, ...this.#browser() };
    return this.#account.signInWith('', () => this.#http.signInByPasskey(request));
  }

  async startOidc(invitation?: string): Promise<Result<string>> {
    const secret = this.#ports.random.secret();
    const kept = { secret, ...(invitation !== undefined && { invitation }) };
    this.#ports.tabStorage.set(oidcKey, JSON.stringify(kept));
    const started = await this.#http.startOidc({ binding: await sha256(secret) });
    return started.ok ? ok(started.data.url) : started;
  }

  async signInByOidc(ticket: string): Promise<Result<Person>> {
    const kept = readJson(this.#ports.tabStorage, oidcKey, KeptForOidc);
    this.#ports.tabStorage.remove(oidcKey);
    if (kept === undefined) return fail('unauthorized', { message: otherTab });
    const request = { ticket, ...kept, ...this.#browser() };
    return this.#account.signInWith('', () => this.#http.signInByOidc(request));
  }

  async joinByPasskey(
    form: Omit<JoinForm, 'password'>,
    ceremonies: PasskeyCeremonies,
  ): Promise<Result<JoinedAccount>> {
    const name = v.safeParse(PersonName, form.name);
    if (!name.success) return invalid(name.issues);
    const checked = checkedNames(form);
    if (!checked.ok) return checked;
    const user = name.output;
    const { invitation } = checked.data;
    const options = await this.#http.joinOptions({ name: user, invitation });
    if (!options.ok) return options;
    const made = await ceremonies.make(options.data);
    if (!made.ok) return made;
    const request = { user, name: ceremonies.name, attestation: made.data, ...checked.data };
    return this.#joined(user, await this.#http.joinByPasskey({ ...request, ...this.#browser() }));
  }

  prove(proof: TypedProof): Promise<Result<AccountState>> {
    return this.#withToken((token) => this.#http.prove(token, proof));
  }

  async proveByPasskey(ceremonies: PasskeyCeremonies): Promise<Result<AccountState>> {
    const options = await this.#withToken((token) => this.#http.proofOptions(token));
    if (!options.ok) return options;
    const assertion = await ceremonies.sign(options.data);
    if (!assertion.ok) return assertion;
    const proof = { kind: 'passkey', assertion: assertion.data } as const;
    return this.#withToken((token) => this.#http.prove(token, proof));
  }

  async addPasskey(
    ceremonies: PasskeyCeremonies,
    form: Omit<AccountForm, 'password'> = { handle: '' },
  ): Promise<Result<PasskeyAdded>> {
    const checked = checkedNames(form);
    if (!checked.ok) return checked;
    const options = await this.#withToken((token) => this.#http.newPasskeyOptions(token));
    if (!options.ok) return options;
    const made = await ceremonies.make(options.data);
    if (!made.ok) return made;
    const request = { attestation: made.data, name: ceremonies.name, ...checked.data, claim: this.#claim() };
    const answer = await this.#withToken((token) => this.#http.addPasskey(token, request));
    if (answer.ok && answer.data.recoveryCodes !== undefined) this.#account.rememberAgain();
    return answer;
  }

  async removePasskey(id: string, signOutOthers: boolean): Promise<Result<AccountState>> {
    const answer = await this.#withToken((token) => this.#http.removePasskey(token, { id, signOutOthers }));
    if (answer.ok && signOutOthers) this.#account.rememberAgain();
    return answer;
  }

  async join(form: JoinForm): Promise<Result<JoinedAccount>> {
    const name = v.safeParse(PersonName, form.name);
    if (!name.success) return invalid(name.issues);
    const checked = checkedForm(form);
    if (!checked.ok) return checked;
    const request = { name: name.output, ...checked.data, ...this.#browser() };
    return this.#joined(name.output, await this.#http.join(request));
  }

  #joined(name: string, answer: Result<Joined>): Result<JoinedAccount> {
    if (!answer.ok) return answer;
    const { recoveryCodes, signedIn } = answer.data;
    const enter = () => this.#account.signInWith(name, () => Promise.resolve(ok(signedIn)));
    return ok({ recoveryCodes, enter });
  }

  fetch(): Promise<Result<AccountState>> {
    return this.#withToken((token) => this.#http.fetchAccount(token));
  }

  fetchInvitations(): Promise<Result<InvitationList>> {
    return this.#withToken((token) => this.#http.fetchInvitations(token));
  }

  addInvitation(request: NewInvitationRequest): Promise<Result<NewInvitation>> {
    return this.#withToken((token) => this.#http.addInvitation(token, request));
  }

  removeInvitation(id: string): Promise<Result<InvitationList>> {
    return this.#withToken((token) => this.#http.removeInvitation(token, id));
  }

  async create(form: AccountForm): Promise<Result<RecoveryCodes>> {
    const checked = checkedForm(form);
    if (!checked.ok) return checked;
    const request = { ...checked.data, claim: this.#claim() };
    const answer = await this.#withToken((token) => this.#http.createAccount(token, request));
    if (answer.ok) this.#account.rememberAgain();
    return answer;
  }

  async changePassword(
    old: string | undefined,
    next: string,
    signOutOthers: boolean,
  ): Promise<Result<AccountState>> {
    const password = v.safeParse(NewPassword, next);
    if (!password.success) return invalid(password.issues);
    const request = { old, password: password.output, signOutOthers };
    const answer = await this.#withToken((token) => this.#http.changePassword(token, request));
    if (answer.ok && signOutOthers) this.#account.rememberAgain();
    return answer;
  }

  async changeHandle(text: string): Promise<Result<AccountState>> {
    const handle = text.trim() === '' ? null : v.safeParse(Handle, text);
    if (handle?.success === false) return invalid(handle.issues);
    const request = { handle: handle === null ? null : handle.output };
    return this.#withToken((token) => this.#http.changeHandle(token, request));
  }

  renewRecoveryCodes(): Promise<Result<RecoveryCodes>> {
    return this.#withToken((token) => this.#http.renewRecoveryCodes(token));
  }

  /** What a sign-in says about this browser. */
  #browser(): { readonly claim: string } & SignInBrowser {
    return { claim: this.#claim(), ...signInBrowserOf(this.#ports) };
  }

  #claim(): string {
    return claimOf(this.#ports.profileStorage, this.#ports.random);
  }

  #withToken<Data>(ask: (token: string) => Promise<Result<Data>>): Promise<Result<Data>> {
    const { token } = this.#account;
    return token === undefined ? Promise.resolve(fail('unauthorized')) : ask(token);
  }
}

function checkedForm({
  password,
  ...names
}: AccountForm): Result<{ password: string; handle?: string; invitation?: string }> {
  const checkedPassword = v.safeParse(NewPassword, password);
  if (!checkedPassword.success) return invalid(checkedPassword.issues);
  const checked = checkedNames(names);
  return checked.ok ? ok({ ...checked.data, password: checkedPassword.output }) : checked;
}

function checkedNames({
  handle,
  invitation,
}: Omit<AccountForm, 'password'>): Result<{ handle?: string; invitation?: string }> {
  const checkedHandle = handle.trim() === '' ? undefined : v.safeParse(Handle, handle);
  if (checkedHandle?.success === false) return invalid(checkedHandle.issues);
  const code = invitation === undefined ? undefined : v.safeParse(InvitationCode, invitation);
  if (code?.success === false) return invalid(code.issues);
  return ok({
    ...(checkedHandle !== undefined && { handle: checkedHandle.output }),
    ...(code !== undefined && { invitation: code.output }),
  });
}

/** Messages of the rules are written for people. */
function invalid(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): Result<never> {
  return fail('badRequest', { message: issues[0].message });
}
