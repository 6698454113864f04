import { request } from 'node:http';
import { PROTOCOL, SignedIn } from '@ringback/protocol';
import { RawClient, type RawOutcome } from '@ringback/testkit';
import * as v from 'valibot';

/** Where an attacker attacks from, and until when. */
export interface AttackContext {
  readonly url: string;
  /** The first of this attacker's addresses; each is another computer to the server. */
  readonly address: string;
  readonly seconds: number;
}

/** What became of what an attacker sent. */
type Tally = Record<'sent' | 'granted' | 'refused' | 'closed', number>;

/** An attacker at work. It checks `isOver` between two steps. */
export interface Attacker extends AttackContext {
  readonly tally: Tally;
  readonly isOver: () => boolean;
}

export type Attack = (attacker: Attacker) => Promise<void>;

/** An address of this machine, `offset` after the attacker's first. All of 127.0.0.0/8 is loopback. */
export function addressAt({ address }: AttackContext, offset: number): string {
  const [a, b, c, d = 0] = address.split('.').map(Number);
  return [a, b, c, d + offset].join('.');
}

/** Repeats steps until the attack is over, this many side by side. A step that fails counts as closed. */
export async function repeatedly(
  attacker: Attacker,
  sideBySide: number,
  step: (index: number) => Promise<void>,
): Promise<void> {
  const run = async (index: number): Promise<void> => {
    while (!attacker.isOver()) {
      try {
        await step(index);
      } catch {
        attacker.tally.closed += 1;
        await pause(5);
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, (_, index) => run(index)));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Counts how one thing that was sent ended. */
export function countOutcome(tally: Tally, outcome: RawOutcome): void {
  if (outcome.kind !== 'answered') tally.closed += 1;
  else if (v.is(Granted, outcome.answer)) tally.granted += 1;
  else tally.refused += 1;
}

const Granted = v.object({ ok: v.literal(true) });

/** Makes an HTTP request from an address; returns its status and text. */
export function httpFrom(
  { url }: AttackContext,
  localAddress: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, localAddress }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Signs a guest in from an address. */
export async function signInFrom(
  context: AttackContext,
  localAddress: string,
  name: string,
): Promise<SignedIn> {
  const { status, text } = await httpFrom(context, localAddress, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (status !== 200) throw new Error(`The sign-in was answered with ${status}.`);
  return v.parse(SignedIn, JSON.parse(text));
}

/** Connects a signed-in guest from an address, up to the hello. */
export async function connectFrom(
  { url }: AttackContext,
  localAddress: string,
  { token }: SignedIn,
): Promise<RawClient> {
  const client = await RawClient.open(url, { localAddress });
  const admission = await client.present({ token, protocol: PROTOCOL });
  if (admission.kind === 'refused') throw new Error('The connection was refused.');
  await client.request('session:hello', {});
  return client;
}
