import type { SignedIn } from '@ringback/protocol';
import type { OpenMediaSession } from '@ringback/rtc';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LazyCalls } from './calls/lazyCalls.ts';
import { UnblockPrompt, type UnblockQuestion } from './calls/unblockPrompt.ts';
import type {
  CallScreen,
  CurrentCall,
  HeldCall,
  IncomingCall,
  Outcome,
  SecondCall,
} from './calls/selectors/callScreen.ts';
import { errorNameOf, type CallTraceEntry } from './calls/state/callTrace.ts';
import { QualityLog } from './calls/state/qualityLog.ts';
import {
  AccountStore,
  refusalError,
  type Account,
  type AccountActions,
  type Leaving,
} from './connection/account/accountStore.ts';
import { createCredentialHttp } from './connection/credentials/credentialHttp.ts';
import { Credentials, type CredentialActions } from './connection/credentials/credentials.ts';
import { createHttp } from './connection/http.ts';
import type { FinalRefusal } from './connection/offlineReason.ts';
import type { PushMessage } from './connection/pushParser.ts';
import { createSignInLinks, type SignInLinkActions } from './connection/credentials/signInLinks.ts';
import type { Attachment, Connection, OfflineReason } from './connection/signalingClient.ts';
import { SignalingConnection } from './connection/signalingConnection.ts';
import { profileOf } from './connection/signedInStorage.ts';
import type { ConversationActions, Conversations } from './conversation/conversations.ts';
import { ConversationService } from './conversation/conversationService.ts';
import { EntryCache } from './history/entryCache.ts';
import type { History, HistoryActions } from './history/history.ts';
import { HistoryStore } from './history/historyStore.ts';
import { NoticeStore, type Notices } from './history/noticeStore.ts';
import type { MediaPorts } from './media/mediaPorts.ts';
import type { TrackProcessor } from './media/processing/processing.ts';
import type { NoteActions, Notes } from './notes/notes.ts';
import type { OpenNoteShelf } from './notes/noteShelf.ts';
import { NotesService } from './notes/notesService.ts';
import { showPeerOf, withDisplayNames, type DisplayNames } from './people/displayNames.ts';
import { PeopleStore, type People, type PeopleActions } from './people/peopleStore.ts';
import type { PlatformPorts } from './platform/ports.ts';
import { withIsolatedReaders, type ReadonlyStore } from './platform/store.ts';
import { createTrace, type Trace } from './platform/trace.ts';
import { createCheckupApi, type CheckupApi, type OpenCheckup } from './checkup/checkupApi.ts';
import { createPushApi, type PushApi } from './push/pushApi.ts';
import { createSessionsApi, type SessionsApi } from './sessions/sessionsApi.ts';
import {
  DevicePreferenceStore,
  type DevicePreferenceActions,
  type DevicePreferences,
} from './settings/devicePreferences.ts';
import { SettingsStore, type SettingsActions, type SettingsState } from './settings/settingsStore.ts';

/** All that the engine needs of its machine. `createBrowserEngine` provides a browser's. */
export interface Ports extends PlatformPorts, MediaPorts {
  readonly processor: TrackProcessor;
  readonly openNoteShelf: OpenNoteShelf;
  readonly openMediaSession: OpenMediaSession;
  /** Absent outside of browsers. */
  readonly openCheckup?: OpenCheckup;
  /** Prints each entry of the trace, at debug level. */
  readonly debug?: (entry: CallTraceEntry) => void;
}

/** How long signing out waits for the server to learn that the call has ended. */
const endCallsTimeoutMs = 1_500;

/**
 * The calling engine: all of Ringback's client except what draws. Screens and bots read its stores; the actions are the
 * only way to change them. No action throws because of what a user or a network does: the stores show it.
 */
export interface Engine {
  readonly account: ReadonlyStore<Account> & AccountActions;
  readonly credentials: CredentialActions;
  readonly signInLinks: SignInLinkActions;
  readonly connection: ReadonlyStore<Connection>;
  /** The calls of this device; what can be done about them is part of the state. */
  readonly calls: ReadonlyStore<CallScreen>;
  /** What was measured in them lately, second by second. */
  readonly callQuality: Pick<QualityLog, 'looks' | 'subscribe'>;
  /** Whether to unblock the callee of a call that the user wants to place; null while there is nothing to ask. */
  readonly unblockPrompt: ReadonlyStore<UnblockQuestion | null>;
  readonly history: ReadonlyStore<History> & HistoryActions;
  readonly notices: ReadonlyStore<Notices>;
  readonly people: ReadonlyStore<People> & PeopleActions;
  readonly settings: ReadonlyStore<SettingsState> & SettingsActions;
  readonly devicePreferences: ReadonlyStore<DevicePreferences> & DevicePreferenceActions;
  readonly conversations: ReadonlyStore<Conversations> & ConversationActions;
  readonly notes: ReadonlyStore<Notes> & NoteActions;
  readonly push: PushApi;
  readonly sessions: SessionsApi;
  readonly checkup: CheckupApi;
  /** The latest actions and media events of this device's calls, to explain a call afterwards. */
  readonly trace: Pick<Trace<CallTraceEntry>, 'entries'>;
  /** Notes in the trace that something failed which shows or plays a part of the engine's state. */
  screenFailed(error: unknown): void;
  /** The page is unloaded or enters the back/forward cache: closes peer connections, never hangs up. */
  pageHidden(): void;
  /** Releases sockets, timers and inputs for good. */
  close(): void;
}

/** Creates an engine and resumes the sign-in that the tab kept. Runs in Node as well as in browsers. */
export function createEngine(ports: Ports): Engine {
  const engine = new CallingEngine(ports);
  void engine.account.restore();
  return engine;
}

/** Wires the parts of the engine together between sign-in and sign-out, and decides which part gets which push. */
class CallingEngine implements Engine {
  readonly account: AccountStore;
  readonly credentials: Credentials;
  readonly signInLinks: SignInLinkActions;
  readonly connection: StoreApi<Connection> = createStore<Connection>(() => ({ state: 'idle' }));
  readonly calls: ReadonlyStore<CallScreen>;
  readonly callQuality = new QualityLog();
  readonly unblockPrompt: UnblockPrompt;
  readonly history: HistoryStore;
  readonly notices: NoticeStore;
  readonly people: PeopleStore;
  readonly settings: SettingsStore;
  readonly devicePreferences: DevicePreferenceStore;
  readonly conversations: ConversationService;
  readonly notes: NotesService;
  readonly push: PushApi;
  readonly sessions: SessionsApi;
  readonly checkup: CheckupApi;
  readonly trace: Trace<CallTraceEntry>;
  readonly #calls: LazyCalls;
  readonly #entries: EntryCache;
  readonly #signaling: SignalingConnection;
  readonly #clock: Ports['clock'];
  readonly #cannotCall: boolean;
  readonly #canShare: boolean;

  constructor(ports: Ports) {
    const { clock, random, tabStorage, profileStorage } = ports;
    this.#clock = clock;
    const signaling = new SignalingConnection({
      ...ports,
      profile: () => profileOf(profileStorage, random),
      carrying: () => this.#calls.carrying(),
      isAwaited: () => this.#calls.isServerAwaited(),
      onAttached: (attachment) => this.#attached(attachment),
      onDetached: (reason) => this.#detached(reason),
      onRefused: (refusal, message) => this.#refused(refusal, message),
      onPush: (push) => this.#pushed(push),
    });
    this.#signaling = signaling;
    this.#cannotCall = ports.cannotCall === true;
    this.#canShare = ports.screenCapture !== undefined;
    this.trace = createTrace(ports.debug);
    this.people = new PeopleStore(signaling, clock);
    this.unblockPrompt = new UnblockPrompt(this.people);
    this.#calls = new LazyCalls({
      ports,
      signaling,
      alwaysRelay: () => this.#alwaysRelay(),
      beforePlacing: (to, place) => this.unblockPrompt.beforePlacing(to, place),
      trace: this.trace,
      quality: this.callQuality,
    });
    this.unblockPrompt.follow(this.#calls.screen);
    this.#entries = new EntryCache(signaling, random);
    const calls = withDisplayNames(this.#calls.screen, this.people, showCalls);
    this.calls = withIsolatedReaders(calls, this.screenFailed);
    this.history = new HistoryStore(signaling, this.#entries, this.people);
    this.notices = new NoticeStore(this.#entries, tabStorage, this.#calls.screen, this.people);
    this.settings = new SettingsStore(signaling);
    this.devicePreferences = new DevicePreferenceStore(profileStorage);
    this.#processInputs();
    this.notes = new NotesService(signaling, ports);
    this.conversations = new ConversationService({
      signaling,
      entries: this.#entries,
      notes: this.notes,
      people: this.people,
      ...ports,
    });
    this.account = new AccountStore({
      ports,
      http: createHttp(ports),
      signaling,
      endCalls: () => this.#calls.endAndSettle(endCallsTimeoutMs),
      onSignedIn: (signedIn) => this.#signedIn(signedIn),
      onLeft: (leaving) => this.#signedOut(leaving),
    });
    this.signInLinks = createSignInLinks({ ports, account: this.account });
    this.credentials = new Credentials({ ports, http: createCredentialHttp(ports), account: this.account });
    this.push = createPushApi(ports, () => this.account.token);
    this.sessions = createSessionsApi(ports, this.account);
    this.checkup = createCheckupApi(signaling, ports.openCheckup);
  }

  /** Calls follow what this browser profile wants done with its inputs. */
  #processInputs(): void {
    const tell = ({ noiseSuppression, backgroundBlur }: DevicePreferences): void =>
      this.#calls.dispatch({
        type: 'processingChosen',
        processing: { noiseSuppression, backgroundBlur },
      });
    tell(this.devicePreferences.getState());
    this.devicePreferences.subscribe(tell);
  }

  readonly screenFailed = (error: unknown): void => {
    const at = this.#clock.now();
    this.trace.record({ source: 'failure', at, step: 'screen', error: errorNameOf(error) });
  };

  pageHidden(): void {
    this.#calls.dispatch({ type: 'pageHidden' });
    this.#disconnect();
  }

  close(): void {
    this.#calls.close();
    this.#disconnect();
    this.notices.close();
    this.devicePreferences.close();
  }

  #disconnect(): void {
    this.#signaling.disconnect();
    this.conversations.close();
    this.notes.close();
    this.account.close();
  }

  #alwaysRelay(): boolean {
    const settings = this.settings.getState();
    return settings.state === 'known' && settings.values.alwaysRelay;
  }

  #signedOut(leaving: Leaving): void {
    this.#signaling.disconnect();
    this.#calls.dispatch({ type: 'signedOut' });
    this.unblockPrompt.drop();
    this.#entries.reset();
    this.people.reset();
    this.settings.reset();
    this.conversations.onSignOut(leaving);
    this.notes.onSignOut();
    this.connection.setState({ state: 'idle' }, true);
  }

  #signedIn(signedIn: SignedIn): void {
    const { token, me, device } = signedIn;
    this.#calls.signedIn({
      person: me,
      deviceId: device.id,
      ...(this.#cannotCall && { cannotCall: true }),
      ...(this.#canShare && { canShare: true }),
    });
    this.conversations.onSignIn(me.id);
    this.notes.onSignIn(signedIn);
    this.connection.setState({ state: 'connecting' }, true);
    this.#signaling.connect(token);
  }

  #attached(attachment: Attachment): void {
    const { hello } = attachment;
    this.connection.setState({ state: 'online' }, true);
    this.account.changed(hello.me);
    // Before the calls: a call that continues here must know at once whether its links have to be relayed.
    this.settings.onHello(hello);
    this.#calls.dispatch({ type: 'attached', attachment });
    this.#entries.refresh(hello.missed);
    void this.people.refresh();
    void this.notices.refresh();
    void this.conversations.online();
    void this.notes.online();
  }

  #detached(reason: OfflineReason | undefined): void {
    const isNew = this.connection.getState().state !== 'offline';
    this.connection.setState({ state: 'offline', ...(reason !== undefined && { reason }) }, true);
    if (!isNew) return;
    this.#calls.dispatch({ type: 'detached' });
    this.conversations.offline();
    this.notes.offline();
  }

  #refused(refusal: FinalRefusal, message?: string): void {
    if (refusal !== 'protocol') return this.account.leave('refused', refusalError(refusal, message));
    this.connection.setState({ state: 'outdated' }, true);
    this.#calls.dispatch({ type: 'detached' });
  }

  #pushed(push: PushMessage): void {
    switch (push.name) {
      case 'call:changed':
        return this.#calls.dispatch({ type: 'callChanged', call: push.payload });
      case 'call:signal':
        return this.#calls.dispatch({ type: 'signalReceived', ...push.payload });
      case 'history:changed':
        return this.#entries.changed(push.payload);
      case 'history:removed':
        return this.#entries.removed(push.payload);
      case 'history:restored':
        return this.#entries.restored(push.payload);
      case 'people:changed':
        return this.people.changed(push.payload);
      case 'me:changed':
        return this.account.changed(push.payload);
      case 'settings:changed':
        return this.settings.changed(push.payload);
      case 'session:ended':
        return this.account.ended(push.payload.why);
      case 'note:changed':
        return this.notes.pushed(push.payload);
      case 'message:changed':
      case 'conversation:changed':
        return this.conversations.pushed(push);
    }
  }
}

const showCurrent = showPeerOf<CurrentCall>();
const showHeld = showPeerOf<HeldCall>();
const showSecond = showPeerOf<SecondCall>();
const showIncoming = showPeerOf<IncomingCall>();
const showOutcome = showPeerOf<Outcome>();

/** Shows calls with current names. */
function showCalls(screen: CallScreen, names: DisplayNames): CallScreen {
  const { current, held, second, incoming, outcome } = screen;
  return {
    ...screen,
    held: held && showHeld(held, names),
    second: second && showSecond(second, names),
    current: current && showCurrent(current, names),
    incoming: incoming && showIncoming(incoming, names),
    outcome: outcome && showOutcome(outcome, names),
  };
}
