import {
  AccountState,
  InvitationList,
  Joined,
  NewInvitation,
  NewPasskeyOptions,
  OidcStart,
  PasskeyAdded,
  PasskeySignInOptions,
  RecoveryCodes,
  SignedIn,
  type AddPasskeyRequest,
  type ChangeHandleRequest,
  type ChangePasswordRequest,
  type CreateAccountRequest,
  type JoinByPasskeyRequest,
  type JoinOptionsRequest,
  type JoinRequest,
  type NewInvitationRequest,
  type OidcSignIn,
  type OidcStartRequest,
  type PasskeySignIn,
  type PasswordSignIn,
  type ProofRequest,
  type RecoverySignIn,
  type RemovePasskeyRequest,
  type Result,
} from '@ringback/protocol';
import type { HttpPorts } from '../../platform/ports.ts';
import { askHttp, bearerOf } from '../http.ts';

/** Requests about accounts over HTTP. No request rejects; `offline` means that the server did not answer. */
export interface CredentialHttp {
  readonly signInByPassword: (request: PasswordSignIn) => Promise<Result<SignedIn>>;
  readonly signInByRecoveryCode: (request: RecoverySignIn) => Promise<Result<SignedIn>>;
  readonly join: (request: JoinRequest) => Promise<Result<Joined>>;
  readonly passkeySignInOptions: () => Promise<Result<PasskeySignInOptions>>;
  readonly signInByPasskey: (request: PasskeySignIn) => Promise<Result<SignedIn>>;
  readonly joinOptions: (request: JoinOptionsRequest) => Promise<Result<NewPasskeyOptions>>;
  readonly joinByPasskey: (request: JoinByPasskeyRequest) => Promise<Result<Joined>>;
  readonly proofOptions: (token: string) => Promise<Result<PasskeySignInOptions>>;
  readonly prove: (token: string, request: ProofRequest) => Promise<Result<AccountState>>;
  readonly newPasskeyOptions: (token: string) => Promise<Result<NewPasskeyOptions>>;
  readonly addPasskey: (token: string, request: AddPasskeyRequest) => Promise<Result<PasskeyAdded>>;
  readonly removePasskey: (token: string, request: RemovePasskeyRequest) => Promise<Result<AccountState>>;
  readonly startOidc: (request: OidcStartRequest) => Promise<Result<OidcStart>>;
  readonly signInByOidc: (request: OidcSignIn) => Promise<Result<SignedIn>>;
  readonly fetchInvitations: (token: string) => Promise<Result<InvitationList>>;
  readonly addInvitation: (token: string, request: NewInvitationRequest) => Promise<Result<NewInvitation>>;
  readonly removeInvitation: (token: string, id: string) => Promise<Result<InvitationList>>;
  readonly fetchAccount: (token: string) => Promise<Result<AccountState>>;
  readonly createAccount: (token: string, request: CreateAccountRequest) => Promise<Result<RecoveryCodes>>;
  readonly changePassword: (token: string, request: ChangePasswordRequest) => Promise<Result<AccountState>>;
  readonly changeHandle: (token: string, request: ChangeHandleRequest) => Promise<Result<AccountState>>;
  readonly renewRecoveryCodes: (token: string) => Promise<Result<RecoveryCodes>>;
}

/** None is repeated by itself: a recovery code is spent, and an account created, by the first that arrives. */
export function createCredentialHttp(ports: HttpPorts): CredentialHttp {
  return {
    signInByPassword: (request) => askHttp(ports, SignedIn, '/api/session/password', post(request)),
    signInByRecoveryCode: (request) => askHttp(ports, SignedIn, '/api/session/recovery', post(request)),
    join: (request) => askHttp(ports, Joined, '/api/join', post(request)),
    passkeySignInOptions: () =>
      askHttp(ports, PasskeySignInOptions, '/api/session/passkey/options', post({})),
    signInByPasskey: (request) => askHttp(ports, SignedIn, '/api/session/passkey', post(request)),
    joinOptions: (request) => askHttp(ports, NewPasskeyOptions, '/api/join/passkey/options', post(request)),
    joinByPasskey: (request) => askHttp(ports, Joined, '/api/join/passkey', post(request)),
    proofOptions: (token) =>
      askHttp(ports, PasskeySignInOptions, '/api/account/proof/options', post({}, token)),
    prove: (token, request) => askHttp(ports, AccountState, '/api/account/proof', post(request, token)),
    newPasskeyOptions: (token) =>
      askHttp(ports, NewPasskeyOptions, '/api/account/passkeys/options', post({}, token)),
    addPasskey: (token, request) =>
      askHttp(ports, PasskeyAdded, '/api/account/passkeys', post(request, token)),
    removePasskey: (token, request) =>
      askHttp(ports, AccountState, '/api/account/passkeys/remove', post(request, token)),
    startOidc: (request) => askHttp(ports, OidcStart, '/api/session/oidc/start', post(request)),
    signInByOidc: (request) => askHttp(ports, SignedIn, '/api/session/oidc', post(request)),
    fetchInvitations: (token) =>
      askHttp(ports, InvitationList, '/api/account/invitations', { headers: bearerOf(token) }),
    addInvitation: (token, request) =>
      askHttp(ports, NewInvitation, '/api/account/invitations', post(request, token)),
    removeInvitation: (token, id) =>
      askHttp(ports, InvitationList, '/api/account/invitations/remove', post({ id }, token)),
    fetchAccount: (token) => askHttp(ports, AccountState, '/api/account', { headers: bearerOf(token) }),
    createAccount: (token, request) => askHttp(ports, RecoveryCodes, '/api/account', post(request, token)),
    changePassword: (token, request) =>
      askHttp(ports, AccountState, '/api/account/password', { ...post(request, token), method: 'PUT' }),
    changeHandle: (token, request) =>
      askHttp(ports, AccountState, '/api/account/handle', { ...post(request, token), method: 'PUT' }),
    renewRecoveryCodes: (token) =>
      askHttp(ports, RecoveryCodes, '/api/account/recovery-codes', post({}, token)),
  };
}

/** A request with a body. */
function post(body: object, token?: string): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && bearerOf(token)) },
    body: JSON.stringify(body),
  };
}
