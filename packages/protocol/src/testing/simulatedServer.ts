import * as v from 'valibot';
import { CallId, DeviceId, LinkId, UserId } from '../common/ids.ts';
import type { Actor, Call, LinkCause, Live, Media, Visibility, Route } from '../call/call.ts';
import { defaultTimeouts, nextDue } from '../call/deadlines.ts';
import type { CallEvent, Effect, Refusal } from '../call/events.ts';
import type { CallChange, Decision } from '../call/decisions/decision.ts';
import {
  decideAccept,
  decideRinging,
  type ContactFacts,
  type CurrentCallPlan,
} from '../call/decisions/firstContact.ts';
import { decideHold } from '../call/decisions/holdDecision.ts';
import { decidePlacement } from '../call/decisions/placement.ts';
import { deviceIn, isKnownTo, isLive, isUnanswered, roleOf } from '../call/predicates.ts';
import type { EntryDraft } from '../call/historyEntries.ts';
import { transition } from '../call/transition.ts';
import { viewOf, withdrawnView } from '../wire/callView.ts';

const uuid = (kind: number, n: number): string =>
  `00000000-0000-4000-8${kind}00-${n.toString(16).padStart(12, '0')}`;

export const userId = (n: number): UserId => v.parse(UserId, uuid(1, n));
export const deviceId = (n: number): DeviceId => v.parse(DeviceId, uuid(2, n));
export const callId = (n: number): CallId => v.parse(CallId, uuid(3, n));
export const linkId = (n: number): LinkId => v.parse(LinkId, uuid(4, n));

export const direct: Route = { path: 'direct', transport: 'udp' };

/** One signed-in tab. */
export interface TestDevice extends Actor {
  readonly user: string;
  /** Its name in a diagram, such as "Grace (second tab)". */
  readonly label: string;
}

/** One line of a diagram. */
export type FlowStep =
  | { readonly kind: 'request'; readonly from: TestDevice; readonly name: string; readonly answer: string }
  | { readonly kind: 'push'; readonly to: TestDevice; readonly text: string }
  | { readonly kind: 'history'; readonly entry: EntryDraft; readonly user: string }
  | { readonly kind: 'annotation'; readonly text: string; readonly tab?: TestDevice };

type Answer = Call | Refusal | 'conflict' | 'badRequest';

/**
 * A server reduced to its decisions: no wire, no disk, a manual clock. It makes every decision with the functions that
 * the real server calls, and adds only which tabs are attached and which call an alias belongs to.
 */
export class SimulatedServer {
  now = 1_000_000;
  visibility: Visibility = 'open';
  /** Whether the next caller is a stranger to their callee. */
  isStranger = false;
  /** Whether devices in a call take a second one. */
  takesSecondCalls = true;
  readonly tabs: readonly TestDevice[];
  readonly attached: Set<TestDevice>;
  readonly calls = new Map<CallId, Call>();
  readonly aliases = new Map<CallId, CallId>();
  /** Who has blocked whom, as two user ids. */
  readonly blocks = new Set<string>();
  readonly entries: EntryDraft[] = [];
  readonly steps: FlowStep[] = [];
  /** Called with every stored state of a call and the one before it. */
  onStored: (call: Call, before: Call | undefined) => void = () => {};
  /** Pushes and entries wait here until the request that made them has been answered, as after a commit. */
  readonly #later: FlowStep[] = [];

  constructor(tabs: readonly TestDevice[]) {
    this.tabs = tabs;
    this.attached = new Set(tabs);
  }

  find(id: CallId): Call | undefined {
    return this.calls.get(this.aliases.get(id) ?? id);
  }

  live(): Live[] {
    return [...this.calls.values()].filter(isLive);
  }

  annotate(text: string, tab?: TestDevice): void {
    this.steps.push({ kind: 'annotation', text, ...(tab && { tab }) });
  }

  place(tab: TestDevice, id: CallId, to: TestDevice, media: Media = 'audio'): Answer {
    return this.#request(tab, `call:place ${media}`, () => {
      const request = { callId: id, caller: tab, calleeId: to.userId, media, at: this.now };
      const facts = {
        callerName: tab.user,
        calleeName: to.user,
        sameId: this.find(id),
        live: this.live().filter((call) => [tab, to].some((party) => roleOf(call, party.userId))),
        reach: {
          visibility: this.#hasBlocked(to, tab) ? 'hidden' : this.visibility,
          sound: true,
          isRequest: this.isStranger,
        } as const,
        isBlocking: this.#hasBlocked(tab, to),
        calleeTrustsCaller: false,
        takesSecondCall: () => this.takesSecondCalls,
      };
      return this.#carryOut(tab, decidePlacement(request, facts, defaultTimeouts));
    });
  }

  /** A user blocks another, or undoes that. */
  block(tab: TestDevice, peer: TestDevice, isBlocked = true): void {
    const key = `${tab.userId} ${peer.userId}`;
    if (isBlocked) this.blocks.add(key);
    else this.blocks.delete(key);
    if (isBlocked) this.#ruleChanged(tab, peer, { type: 'blocked' });
  }

  /** A user mutes another while they ring. */
  mute(tab: TestDevice, peer: TestDevice): void {
    this.#ruleChanged(tab, peer, { type: 'muted' });
  }

  #ruleChanged(tab: TestDevice, peer: TestDevice, event: CallEvent): void {
    for (const call of this.live())
      if (call.callee.userId === tab.userId && call.caller.userId === peer.userId) this.#apply(call, event);
    this.#flush();
  }

  #hasBlocked(tab: TestDevice, peer: TestDevice): boolean {
    return this.blocks.has(`${tab.userId} ${peer.userId}`);
  }

  #carryOut(tab: TestDevice, decision: Decision<string>): Answer {
    if (decision.kind === 'refused') return decision.refusal;
    for (const change of decision.changes) this.#change(change);
    if (decision.alias !== undefined) this.aliases.set(decision.alias, decision.call.id);
    return isKnownTo(decision.call, tab) ? decision.call : 'notFound';
  }

  ring(tab: TestDevice, id: CallId): Answer {
    const event = { type: 'deviceRang', by: tab, at: this.now } as const;
    return this.#request(tab, 'call:ringing', () =>
      this.#carryOut(tab, decideRinging(event, this.#contactFacts(tab, id), defaultTimeouts)),
    );
  }

  accept(tab: TestDevice, id: CallId, media: Media = 'audio', plan?: CurrentCallPlan): Answer {
    const event = { type: 'accepted', by: tab, media, at: this.now } as const;
    return this.#request(
      tab,
      `call:accept ${media}${plan === undefined ? '' : ` (${plan} the current call)`}`,
      () => this.#carryOut(tab, decideAccept(event, plan, this.#contactFacts(tab, id), defaultTimeouts)),
    );
  }

  hold(tab: TestDevice, id: CallId, isHeld = true): Answer {
    return this.#request(tab, `call:hold (${isHeld ? 'hold' : 'resume'})`, () => {
      const facts = { call: this.find(id), live: this.#liveOf(tab) };
      return this.#carryOut(tab, decideHold({ by: tab, isHeld, at: this.now }, facts, defaultTimeouts));
    });
  }

  #contactFacts(tab: TestDevice, id: CallId): ContactFacts {
    const takesSecondCall = (): boolean => this.takesSecondCalls;
    const call = this.find(id);
    const live = this.live().filter((other) =>
      [tab.userId, call?.caller.userId].some((party) => party && roleOf(other, party) !== undefined),
    );
    return { call, live, takesSecondCall };
  }

  #liveOf(tab: TestDevice): Live[] {
    return this.live().filter((call) => roleOf(call, tab.userId) !== undefined);
  }

  decline(tab: TestDevice, id: CallId): Answer {
    return this.#send(tab, 'call:decline', id, { type: 'declined', by: tab, at: this.now });
  }

  end(tab: TestDevice, id: CallId, { agoMs = 0, peerEnded = false } = {}): Answer {
    const extra = peerEnded ? ' (the peer said so)' : agoMs > 0 ? ` (pressed ${agoMs / 1000} s ago)` : '';
    const event = { type: 'endPressed', by: tab, at: this.now, agoMs, peerEnded } as const;
    return this.#send(tab, `call:end${extra}`, id, event);
  }

  linkUp(tab: TestDevice, id: CallId, link: LinkId): Answer {
    const event = { type: 'linkUp', by: tab, linkId: link, route: direct, at: this.now } as const;
    return this.#send(tab, 'call:linkUp', id, event);
  }

  linkDown(tab: TestDevice, id: CallId, link: LinkId, cause: LinkCause = 'silent'): Answer {
    const event = { type: 'linkDown', by: tab, linkId: link, cause, at: this.now } as const;
    return this.#send(tab, `call:linkDown (${cause})`, id, event);
  }

  #send(tab: TestDevice, name: string, id: CallId, event: CallEvent): Answer {
    return this.#onCall(tab, name, id, (call) => this.#apply(call, event));
  }

  #onCall(tab: TestDevice, name: string, id: CallId, act: (call: Call) => Answer): Answer {
    return this.#request(tab, name, () => {
      const call = this.find(id);
      return call === undefined ? 'notFound' : act(call);
    });
  }

  /** The tab's socket opens and says hello; `carrying` names the link that carries media to it now. */
  attach(tab: TestDevice, carrying?: { callId: CallId; linkId: LinkId }): void {
    this.attached.add(tab);
    this.#request(tab, carrying ? 'session:hello (media comes in)' : 'session:hello', () => {
      for (const call of this.live()) {
        const isCarried = carrying?.callId === call.id;
        const link = isCarried ? { carrying: { linkId: carrying.linkId, route: direct } } : {};
        if (roleOf(call, tab.userId) !== undefined) {
          this.#apply(call, { type: 'attached', by: tab, at: this.now, ...link });
        }
      }
      return 'notFound';
    });
  }

  detach(tab: TestDevice, how: 'closed' | 'silent'): void {
    if (!this.attached.delete(tab)) return;
    this.annotate(how === 'closed' ? 'page goes away' : 'falls silent', tab);
    for (const call of this.live()) this.#apply(call, { type: 'detached', by: tab, how, at: this.now });
    this.#flush();
  }

  /** Lets time pass; every deadline on the way expires at its own time. */
  passMs(ms: number): void {
    const until = this.now + ms;
    for (let next = this.#earliest(); next !== undefined && next.at <= until; next = this.#earliest()) {
      this.now = Math.max(this.now, next.at);
      this.annotate(`${next.name} deadline`);
      this.#apply(next.call, { type: 'timePassed', at: this.now });
      this.#flush();
    }
    this.now = until;
  }

  #earliest(): { call: Live; at: number; name: string } | undefined {
    return this.live()
      .flatMap((call) => {
        const due = nextDue(call);
        return due ? [{ call, ...due }] : [];
      })
      .toSorted((a, b) => a.at - b.at)
      .at(0);
  }

  /** The server crashes and starts again on the same data, `downMs` later. */
  restart(downMs = 0): void {
    this.now += downMs;
    this.attached.clear();
    this.annotate('server restarts on the same data');
    for (const call of this.live()) {
      this.#apply(call, { type: 'restarted', at: this.now });
      this.#apply(call, { type: 'timePassed', at: this.now });
    }
    this.#flush();
  }

  #apply(before: Live | Call, event: CallEvent): Answer {
    const current = this.calls.get(before.id) ?? before;
    const outcome = transition(current, event, defaultTimeouts);
    switch (outcome.kind) {
      case 'refused':
        return outcome.refusal;
      case 'unchanged':
        return current;
      case 'changed':
        this.#change(outcome);
        return outcome.call;
    }
  }

  #change({ call, effects }: CallChange): void {
    this.onStored(call, this.calls.get(call.id));
    this.calls.set(call.id, call);
    for (const effect of effects) this.#effect(call, effect);
  }

  #effect(call: Call, effect: Effect): void {
    switch (effect.type) {
      case 'notifyCaller':
        return this.#push(call, (tab) => tab.deviceId === call.caller.deviceId);
      case 'notifyCallee': {
        const answering = effect.devices === 'answering' ? deviceIn(call, 'callee') : undefined;
        const isOne = (tab: TestDevice): boolean => answering === undefined || tab.deviceId === answering;
        return this.#push(call, (tab) => tab.userId === call.callee.userId && isOne(tab));
      }
      case 'withdraw':
        for (const tab of this.attached)
          if (isUnanswered(call) && withdrawnView(call, tab, this.now) !== undefined)
            this.#later.push({ kind: 'push', to: tab, text: 'call:changed ended: canceled' });
        return;
      case 'record': {
        const { entry } = effect;
        this.entries.push(entry);
        const user = this.tabs.find((tab) => tab.userId === entry.userId)?.user ?? 'unknown user';
        this.#later.push({ kind: 'history', entry, user });
      }
    }
  }

  #push(call: Call, isFor: (tab: TestDevice) => boolean): void {
    for (const tab of this.tabs) {
      const view = this.attached.has(tab) && isFor(tab) ? viewOf(call, tab) : undefined;
      if (view) this.#later.push({ kind: 'push', to: tab, text: `call:changed ${describe(call)}` });
    }
  }

  #request(from: TestDevice, name: string, act: () => Answer): Answer {
    const answer = act();
    const isHello = name.startsWith('session:hello');
    const text = isHello ? 'what it missed' : typeof answer === 'string' ? answer : describe(answer);
    this.steps.push({ kind: 'request', from, name, answer: text });
    this.#flush();
    return answer;
  }

  #flush(): void {
    this.steps.push(...this.#later.splice(0));
  }
}

/** The phase and end reason of a call, such as "ringing" or "ended: noAnswer". */
export function describe(call: Call): string {
  return call.phase === 'ended' ? `ended: ${call.end.reason}` : call.phase;
}
