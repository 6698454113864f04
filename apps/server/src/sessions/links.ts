import { randomInt } from 'node:crypto';
import {
  fail,
  linkAlphabet,
  linkCodeLength,
  ok,
  type DeviceId,
  type LinkEnd,
  type LinkOffer,
  type LinkQuestion,
  type LinkStatus,
  type Result,
  type SignInBrowser,
  type UserId,
} from '@ringback/protocol';
import type { Accounts } from '../accounts/accounts.ts';
import type { UserCache } from '../people/userCache.ts';
import { newToken, secretHash } from '../platform/secrets.ts';

/** How long a code can be typed or scanned, and how long its finder then has to pick a number. */
const codeMs = 120_000;
const pickMs = 60_000;
/** How long a question for news waits for some; the server cuts connections that are silent for 10 s. */
const waitMs = 8_000;
/** Offers at once: in all, which bounds what guessing could hit, and from one address. */
const mostOffers = 1_000;
const mostPerAddress = 10;

/** The signed-in device that answers an offer. */
export interface LinkingDevice {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
}

/**
 * ```
 *   waiting ──claim──> claimed ──right number──> confirmed ──status──> (token handed out, forgotten)
 *      │                  ├──wrong number, refusal──> ended
 *      └──time passes─────┴──time passes──> ended{ expired }
 * ```
 */
type LinkState =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'claimed';
      readonly by: LinkingDevice;
      readonly number: number;
      readonly numbers: readonly number[];
    }
  | { readonly kind: 'confirmed'; readonly by: LinkingDevice }
  | { readonly kind: 'ended'; readonly why: LinkEnd };

/** The offer of a browser that is not signed in. Only hashes of its secrets are kept. */
interface Offer {
  readonly codeHash: string;
  readonly secretHash: string;
  readonly browser: SignInBrowser;
  readonly address: string;
  expiresAt: number;
  state: LinkState;
  /** What its browser was told last. */
  told: LinkState;
  /** Answers the browser that waits for news. */
  wake: () => void;
}

export interface LinksDeps {
  readonly accounts: Pick<Accounts, 'addDevice'>;
  readonly people: Pick<UserCache, 'peopleOf'>;
  readonly now: () => number;
}

const unknownCode = 'That code is wrong or too old. Show a new one in the other browser.';
const wrongNumber = 'That was another number, so nothing was linked. Show a new code to try again.';

/** Links of new browsers to signed-in ones. They live in memory for minutes: a restart ends them. */
export class Links {
  readonly #deps: LinksDeps;
  readonly #byCode = new Map<string, Offer>();
  readonly #bySecret = new Map<string, Offer>();

  constructor(deps: LinksDeps) {
    this.#deps = deps;
  }

  /** A new browser asks to be linked. */
  offer(browser: SignInBrowser, address: string): Result<LinkOffer> {
    this.#sweep();
    const own = [...this.#byCode.values()].filter((offer) => offer.address === address);
    if (own[0] !== undefined && own.length >= mostPerAddress) this.#forget(own[0]);
    if (this.#byCode.size >= mostOffers) return fail('tooMany', { retryAfterMs: codeMs });
    const [code, secret] = [newCode(), newToken()];
    const state: LinkState = { kind: 'waiting' };
    const offer: Offer = {
      codeHash: secretHash(code),
      secretHash: secretHash(secret),
      browser,
      address,
      expiresAt: this.#deps.now() + codeMs,
      state,
      told: state,
      wake: () => {},
    };
    this.#byCode.set(offer.codeHash, offer);
    this.#bySecret.set(offer.secretHash, offer);
    return ok({ code, secret, expiresInMs: codeMs });
  }

  /** A signed-in device has found a code; from then on no other device can use it. */
  claim(code: string, by: LinkingDevice): Result<LinkQuestion> {
    const offer = this.#find(code);
    if (offer === undefined) return fail('notFound', { message: unknownCode });
    if (offer.state.kind === 'waiting') {
      offer.expiresAt = Math.max(offer.expiresAt, this.#deps.now() + pickMs);
      this.#set(offer, { kind: 'claimed', by, ...newNumbers() });
    }
    const { state, browser } = offer;
    if (state.kind !== 'claimed' || state.by.deviceId !== by.deviceId)
      return fail('notFound', { message: unknownCode });
    return ok({ ...(browser.kind !== undefined && { kind: browser.kind }), numbers: [...state.numbers] });
  }

  /** Links the browser if it shows this number; a wrong one ends it, so that there is one guess. */
  confirm(code: string, number: number, by: LinkingDevice): Result<undefined> {
    const offer = this.#claimedBy(code, by);
    if (offer === undefined) return fail('notFound', { message: unknownCode });
    const isRight = offer.state.kind === 'claimed' && offer.state.number === number;
    this.#set(offer, isRight ? { kind: 'confirmed', by } : { kind: 'ended', why: 'wrong' });
    return isRight ? ok(undefined) : fail('conflict', { message: wrongNumber });
  }

  /** The user does not want the browser that a code belongs to. */
  refuse(code: string, by: LinkingDevice): void {
    const offer = this.#claimedBy(code, by);
    if (offer !== undefined) this.#set(offer, { kind: 'ended', why: 'refused' });
  }

  /** What has become of an offer, as soon as there is news. The token of a linked browser is handed out once. */
  async status(secret: string): Promise<LinkStatus> {
    const offer = this.#bySecret.get(secretHash(secret));
    if (offer === undefined) return { state: 'ended', why: 'expired' };
    if (offer.told === offer.state) await this.#news(offer);
    this.#expire(offer);
    const { state } = offer;
    offer.told = state;
    switch (state.kind) {
      case 'waiting':
        return { state: 'waiting' };
      case 'claimed':
        return { state: 'scanned', number: state.number, name: await this.#nameOf(state.by) };
      case 'confirmed':
        return this.#handOut(offer, state.by);
      case 'ended':
        this.#forget(offer);
        return { state: 'ended', why: state.why };
    }
  }

  /** Answers all who wait. */
  stop(): void {
    for (const offer of this.#byCode.values()) offer.wake();
  }

  /** So that no one is signed in to the account of a stranger who has scanned their code. */
  async #nameOf({ userId }: LinkingDevice): Promise<string> {
    return (await this.#deps.people.peopleOf([userId])).get(userId)?.name ?? '';
  }

  async #handOut(offer: Offer, { userId, deviceId }: LinkingDevice): Promise<LinkStatus> {
    this.#forget(offer);
    const signedIn = await this.#deps.accounts.addDevice(userId, offer.browser, deviceId);
    // The device that confirmed it was signed out meanwhile.
    return signedIn === undefined ? { state: 'ended', why: 'refused' } : { state: 'linked', signedIn };
  }

  /** A second question takes the place of the first, which is answered. */
  #news(offer: Offer): Promise<void> {
    offer.wake();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(waitMs, Math.max(offer.expiresAt - this.#deps.now(), 0)));
      offer.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #set(offer: Offer, state: LinkState): void {
    offer.state = state;
    offer.wake();
  }

  #find(code: string): Offer | undefined {
    const offer = this.#byCode.get(secretHash(code));
    if (offer !== undefined) this.#expire(offer);
    return offer?.state.kind === 'ended' ? undefined : offer;
  }

  #claimedBy(code: string, by: LinkingDevice): Offer | undefined {
    const offer = this.#find(code);
    return offer?.state.kind === 'claimed' && offer.state.by.deviceId === by.deviceId ? offer : undefined;
  }

  #expire(offer: Offer): void {
    if (offer.expiresAt > this.#deps.now() || offer.state.kind === 'ended') return;
    this.#set(offer, { kind: 'ended', why: 'expired' });
  }

  #sweep(): void {
    for (const offer of this.#byCode.values()) if (offer.expiresAt <= this.#deps.now()) this.#forget(offer);
  }

  #forget(offer: Offer): void {
    if (offer.state.kind !== 'ended') offer.state = { kind: 'ended', why: 'expired' };
    this.#byCode.delete(offer.codeHash);
    this.#bySecret.delete(offer.secretHash);
    offer.wake();
  }
}

function newCode(): string {
  return Array.from({ length: linkCodeLength }, () => linkAlphabet[randomInt(linkAlphabet.length)]).join('');
}

/** Three different numbers of two digits, in random order, and which of them is shown. */
function newNumbers(): { number: number; numbers: readonly number[] } {
  const numbers = new Set<number>();
  while (numbers.size < 3) numbers.add(randomInt(10, 100));
  const all = [...numbers];
  return { number: all[randomInt(all.length)] ?? 10, numbers: all };
}
