import {
  fail,
  type LinkOffer,
  type LinkQuestion,
  type LinkStatus,
  type Result,
  type SessionId,
  type SessionList,
} from '@ringback/protocol';
import type { AccountStore } from '../connection/account/accountStore.ts';
import type { HttpPorts } from '../platform/ports.ts';
import type * as sessionRequests from './sessionRequests.ts';

/** Reports each step of a link until it ended or linked; never after `stop`. */
export interface LinkWatch {
  readonly stop: () => void;
}

/** Where the user is signed in, links to new browsers, and what the server keeps about the user. No method rejects. */
export interface SessionsApi {
  readonly list: () => Promise<Result<SessionList>>;
  readonly signOut: (id: SessionId) => Promise<Result<unknown>>;
  /** Signs out all browsers but this one. */
  readonly signOutOthers: () => Promise<Result<unknown>>;
  /** Offers this browser, which is not signed in, to one that is. */
  readonly offerLink: () => Promise<Result<LinkOffer>>;
  /** Follows an offer. Once it is linked, this tab is signed in. */
  readonly watchLink: (secret: string, onStatus: (status: Result<LinkStatus>) => void) => LinkWatch;
  /** Looks an offer of another browser up by its code. */
  readonly claimLink: (code: string) => Promise<Result<LinkQuestion>>;
  /** Links it, if that is the number it shows. */
  readonly confirmLink: (code: string, number: number) => Promise<Result<unknown>>;
  readonly refuseLink: (code: string) => Promise<Result<unknown>>;
  /** Everything that the server keeps about the user, as a file. */
  readonly exportData: () => Promise<Result<Blob>>;
  /** Deletes a guest at once, and an account after a grace period. An account needs a proof; see `credentials.prove`. */
  readonly deleteAccount: () => Promise<Result<unknown>>;
}

type SessionAccount = Pick<AccountStore, 'browser' | 'signInWith' | 'token'>;
type Code = typeof sessionRequests;

/** The code of the requests is loaded with the first one. */
export function createSessionsApi(ports: HttpPorts, account: SessionAccount): SessionsApi {
  const load = async <Data>(act: (code: Code) => Promise<Result<Data>>): Promise<Result<Data>> => {
    const code = await import('./sessionRequests.ts').catch(() => undefined);
    return code === undefined ? fail('offline') : act(code);
  };
  const signedIn = <Data>(act: (code: Code, token: string) => Promise<Result<Data>>): Promise<Result<Data>> =>
    load((code) => {
      const { token } = account;
      return token === undefined ? Promise.resolve(fail('unauthorized')) : act(code, token);
    });
  return {
    list: () => signedIn((code, token) => code.fetchSessions(ports, token)),
    signOut: (id) => signedIn((code, token) => code.signOutSession(ports, token, id)),
    signOutOthers: () => signedIn((code, token) => code.signOutOthers(ports, token)),
    offerLink: () => load((code) => code.offerLink(ports, account.browser())),
    watchLink: (secret, onStatus) =>
      watchLink({
        ask: () => load((code) => code.fetchLinkStatus(ports, secret)),
        onStatus,
        enter: (linked) =>
          account.signInWith(linked.me.name, () => Promise.resolve({ ok: true, data: linked })),
        discard: (linked) => load((code) => code.signOutDevice(ports, linked.token)),
      }),
    claimLink: (linkCode) => signedIn((code, token) => code.claimLink(ports, token, linkCode)),
    confirmLink: (linkCode, number) =>
      signedIn((code, token) => code.confirmLink(ports, token, linkCode, number)),
    refuseLink: (linkCode) => signedIn((code, token) => code.refuseLink(ports, token, linkCode)),
    exportData: () => signedIn((code, token) => code.exportData(ports, token)),
    deleteAccount: () => signedIn((code, token) => code.deleteAccount(ports, token)),
  };
}

type Linked = Extract<LinkStatus, { state: 'linked' }>['signedIn'];

interface LinkSteps {
  readonly ask: () => Promise<Result<LinkStatus>>;
  readonly onStatus: (status: Result<LinkStatus>) => void;
  readonly enter: (linked: Linked) => Promise<unknown>;
  /** The browser was linked after its user had left the screen. */
  readonly discard: (linked: Linked) => Promise<unknown>;
}

/** Asks one time after the other: the server answers when there is news, or after some seconds. */
function watchLink({ ask, onStatus, enter, discard }: LinkSteps): LinkWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const status = await ask();
      const linked = status.ok && status.data.state === 'linked' ? status.data.signedIn : undefined;
      if (signal.aborted) return void (linked !== undefined && (await discard(linked)));
      onStatus(status);
      if (linked !== undefined) return void (await enter(linked));
      if (!status.ok || status.data.state === 'ended') return;
    }
  };
  void watch();
  return {
    stop: () => stopping.abort(),
  };
}
