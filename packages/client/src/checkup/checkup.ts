import { createStore } from 'zustand/vanilla';
import { savePreferredDevice } from '../media/preferredDevices.ts';
import { PublicStore } from '../platform/store.ts';
import { planFor, type Check, type Plan } from './checks/check.ts';
import type { CheckupActions } from './checkupApi.ts';
import { CheckupMemory } from './checkupMemory.ts';
import type { CheckupPorts } from './checks/checkupPorts.ts';
import type { CheckupRequests } from './checks/checkupRequests.ts';
import { runChecks } from './checkRunner.ts';
import {
  findingsOf,
  idleCheckup,
  partOf,
  stateOf,
  waiting,
  type CheckState,
  type CheckupState,
} from './checkupState.ts';
import { summarize } from './checkupSummary.ts';
import { browserCheck, notificationsCheck } from './checks/browserChecks.ts';
import { cameraCheck } from './checks/cameraCheck.ts';
import { microphoneCheck } from './checks/microphoneCheck.ts';
import { directCheck, networkCheck } from './checks/networkChecks.ts';
import { qualityCheck } from './checks/qualityCheck.ts';
import { relayCheck } from './checks/relayChecks.ts';
import { liveCheck, serverCheck } from './checks/serverChecks.ts';
import { speakerCheck } from './checks/speakerCheck.ts';
import { checkNames, type CheckName } from './findings/finding.ts';
import { createRelaySource, type RelaySource } from './checks/relaySource.ts';

/** The check-up of this page: runs the checks and holds what they found. */
export class Checkup extends PublicStore<CheckupState> implements CheckupActions {
  readonly #store;
  readonly #ports: CheckupPorts;
  readonly #requests: CheckupRequests;
  readonly #memory: CheckupMemory;
  /** Of the runs that have not ended: the latest, and those that wait for an answer. */
  readonly #aborts = new Set<AbortController>();
  /** What the latest run consists of, and what of it is not settled. */
  #planned: readonly CheckName[] = [];
  readonly #open = new Set<CheckName>();
  #relay: RelaySource;

  constructor(ports: CheckupPorts, requests: CheckupRequests) {
    const store = createStore<CheckupState>()(() => idleCheckup);
    super(store);
    this.#store = store;
    this.#ports = ports;
    this.#requests = requests;
    this.#memory = new CheckupMemory(ports.storage);
    this.#relay = createRelaySource(requests, ports.peers, new Set());
  }

  readonly run = (names: readonly CheckName[]): void => {
    this.#abortAll();
    this.#store.setState(idleCheckup, true);
    void this.#start(planFor(names), new Set());
  };

  readonly again = (name: CheckName): void => {
    if (this.getState().status !== 'running') void this.#start([[[name]]], this.#relay.worked);
  };

  readonly stop = (): void => {
    this.#abortAll();
    const { rows, part } = this.getState();
    const kept = checkNames.map(
      (name) => [name, rows[name].state === 'done' ? rows[name] : waiting] as const,
    );
    this.#store.setState({ rows: { ...rows, ...Object.fromEntries(kept) }, status: 'idle', part }, true);
  };

  readonly takeBetter = (): void => {
    const row = this.getState().rows.microphone;
    const better = row.state === 'done' ? row.finding.better : undefined;
    if (better === undefined) return;
    savePreferredDevice(this.#ports.storage, 'microphone', better);
    this.again('microphone');
  };

  #abortAll(): void {
    for (const abort of this.#aborts) abort.abort();
    this.#aborts.clear();
    this.#open.clear();
  }

  async #start(plan: Plan, worked: RelaySource['worked']): Promise<void> {
    const abort = new AbortController();
    this.#aborts.add(abort);
    this.#relay = createRelaySource(this.#requests, this.#ports.peers, worked);
    this.#planned = plan.flat(2);
    for (const name of this.#planned) this.#open.add(name);
    this.#store.setState({ rows: this.getState().rows, status: 'running', part: 0 }, true);
    await runChecks(plan, this.#checks(), abort.signal, {
      onStart: (name) => this.#update(name, { state: 'running', part: 0 }),
      onProgress: (name, progress) => this.#update(name, stateOf(progress)),
      onFinding: (name, finding) => this.#update(name, { state: 'done', finding }),
    });
    this.#aborts.delete(abort);
  }

  #checks(): ReadonlyMap<CheckName, Check> {
    const { peers, inputs, browser } = this.#ports;
    const relay = this.#relay;
    const checks = [
      serverCheck(this.#ports),
      liveCheck(this.#ports, this.#requests),
      networkCheck(relay),
      relayCheck('udp', relay, peers),
      relayCheck('tcp', relay, peers),
      relayCheck('tls', relay, peers),
      directCheck(relay),
      qualityCheck(relay, peers),
      microphoneCheck(this.#ports),
      speakerCheck(inputs),
      cameraCheck(this.#ports),
      browserCheck(this.#ports),
      notificationsCheck(browser),
    ];
    return new Map(checks.map((check) => [check.name, check]));
  }

  #update(name: CheckName, row: CheckState): void {
    const rows = { ...this.getState().rows, [name]: row };
    const isSettled = row.state === 'done' || row.state === 'asking';
    if (isSettled) this.#open.delete(name);
    if (this.#open.size > 0) return this.#store.setState({ rows, part: this.#partOf(rows) });
    this.#store.setState({ rows, part: 1, status: 'done', summary: summarize(findingsOf(rows)) });
    void this.#remember(this.#relay);
  }

  #partOf(rows: CheckupState['rows']): number {
    return this.#planned.reduce((sum, name) => sum + partOf(rows[name]), 0) / this.#planned.length;
  }

  /** Compares what was found with the last time on this network, then remembers it. */
  async #remember(relay: RelaySource): Promise<void> {
    const network = (await relay.servers())?.network;
    if (this.getState().status !== 'done' || network === undefined) return;
    const findings = findingsOf(this.getState().rows);
    const comparisons = this.#memory.compare(network, findings);
    this.#memory.add({ network, at: this.#ports.clock.wall(), findings });
    const rows = { ...this.getState().rows };
    for (const [name, comparison] of comparisons) {
      const row = rows[name];
      if (row.state === 'done') rows[name] = { ...row, comparison };
    }
    this.#store.setState({ rows });
  }
}
