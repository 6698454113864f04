import { randomBytes } from 'node:crypto';
import {
  fail,
  ok,
  type InvitationList,
  type NewInvitation,
  type NewInvitationRequest,
  type Result,
  type UserId,
} from '@ringback/protocol';
import { secretHash } from '../../platform/secrets.ts';
import type { Storage } from '../../storage/storage.ts';
import type { CredentialOperations } from './credentialsSql.ts';
import type { InvitationOperations, StoredInvitation } from './memberInvitationsSql.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Valid invitations of one member at once. */
const mostOfMember = 10;

/** Makes the code of an invitation, 128 random bits, and what is stored of it. `createdBy`: null for the host. */
function makeInvitation(
  createdBy: UserId | null,
  { uses, days }: NewInvitationRequest,
  now: number,
): { readonly code: string; readonly stored: StoredInvitation } {
  const code = randomBytes(16).toString('base64url');
  const expiresAt = now + days * dayMs;
  return {
    code,
    stored: { codeHash: secretHash(code), createdBy, usesLeft: uses, expiresAt, createdAt: now },
  };
}

export interface InvitationDeps {
  readonly storage: Storage<CredentialOperations & InvitationOperations>;
  readonly accountsMode: 'open' | 'invite';
  readonly invitesByMembers: boolean;
  readonly now: () => number;
}

const notAllowed = 'Only the host makes invitations here.';
const tooMany = `You have ${mostOfMember} open invitations. Remove one first.`;

/** The invitations that members make, where the host lets them. */
export class MemberInvitations {
  readonly #deps: InvitationDeps;

  constructor(deps: InvitationDeps) {
    this.#deps = deps;
  }

  async list(userId: UserId): Promise<Result<InvitationList>> {
    if (!(await this.#isAllowed(userId))) return fail('forbidden', { message: notAllowed });
    const { storage, now } = this.#deps;
    const stored = await storage.run('invitations:of', { createdBy: userId, at: now() });
    const invitations = stored.map(({ codeHash: id, usesLeft, expiresAt }) => ({ id, usesLeft, expiresAt }));
    return ok({ invitations });
  }

  async add(userId: UserId, request: NewInvitationRequest): Promise<Result<NewInvitation>> {
    if (!(await this.#isAllowed(userId))) return fail('forbidden', { message: notAllowed });
    const { code, stored } = makeInvitation(userId, request, this.#deps.now());
    const added = { invitation: stored, atMost: mostOfMember };
    if (!(await this.#deps.storage.run('invitations:add', added)))
      return fail('conflict', { message: tooMany });
    return ok({ code, expiresAt: stored.expiresAt });
  }

  async remove(userId: UserId, id: string): Promise<Result<InvitationList>> {
    const isRemoved = await this.#deps.storage.run('invitations:remove', { codeHash: id, createdBy: userId });
    return isRemoved ? this.list(userId) : fail('notFound');
  }

  /** Guests invite no one: they may not even be let in themselves. */
  async #isAllowed(userId: UserId): Promise<boolean> {
    const { storage, accountsMode, invitesByMembers } = this.#deps;
    if (accountsMode === 'open' || !invitesByMembers) return false;
    return (await storage.run('accounts:of', userId)) !== undefined;
  }
}
