import type { Allocation } from '../allocation/allocation.ts';
import { authenticate, type Sender } from '../auth/authenticate.ts';
import { AnswerLimit } from '../auth/responseLimiter.ts';
import { RecentAnswers } from '../auth/responseCache.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { channelOf, channelPayload } from '../codec/channelData.ts';
import { encode, type SealingKey } from '../codec/encode.ts';
import { isSend, parseSend } from '../codec/indications.ts';
import { parseMessage, type Message } from '../codec/message.ts';
import type { ClientPath } from '../transport/clientPath.ts';
import { allocate } from './allocate.ts';
import type { RelayContext, TurnRequest } from './turnRequest.ts';
import { channelBind, createPermission, refresh } from './allocationRequests.ts';
import { refusal, silence, success, type Reply } from './reply.ts';

/** Whether what came had the form of something. */
type Form = 'wellFormed' | 'malformed';

/** Takes everything that clients send, from whatever transport, and answers. */
export class Reception {
  readonly #context: RelayContext;
  readonly #recent: RecentAnswers;
  readonly #strangers: AnswerLimit;

  constructor(context: RelayContext) {
    this.#context = context;
    this.#recent = new RecentAnswers(context.clock);
    this.#strangers = new AnswerLimit(context.clock, context.quotas.answersPerSecond);
  }

  /** Takes a ChannelData frame. */
  channelData(frame: Buffer, path: ClientPath): void {
    if (path.seat.state !== 'allocated') return;
    const { allocation } = path.seat;
    const nowMs = this.#context.clock.nowMs();
    const channel = allocation.channel(channelOf(frame), nowMs);
    const payload = channelPayload(frame);
    if (channel === undefined || payload === undefined) return;
    this.#context.switchboard.toPeer(allocation, channel.peer.address, channel.peer.port, payload, nowMs);
  }

  /** Takes a STUN message. What is malformed gets no answer. */
  message(raw: Buffer, path: ClientPath): Form {
    if (isSend(raw)) return this.#send(raw, path);
    const message = parseMessage(raw);
    if (message === undefined) {
      this.#context.counters.malformed += 1;
      return 'malformed';
    }
    if (message.kind !== 'request') return 'wellFormed';
    if (message.method === 'binding') this.#binding(message, path);
    else void this.#turn(message, path);
    return 'wellFormed';
  }

  /** Frees what is not needed any more. */
  sweep(): void {
    this.#strangers.sweep();
  }

  #send(raw: Buffer, path: ClientPath): Form {
    const send = parseSend(raw);
    if (send === undefined || send.peer.port === 0) {
      this.#context.counters.malformed += 1;
      return 'malformed';
    }
    if (path.seat.state === 'allocated') {
      const { peer, payload } = send;
      const nowMs = this.#context.clock.nowMs();
      this.#context.switchboard.toPeer(path.seat.allocation, peer.address, peer.port, payload, nowMs);
    }
    return 'wellFormed';
  }

  #binding(message: Message, path: ClientPath): void {
    if (!this.#mayAnswer(path)) return;
    const reply =
      message.unknown.length > 0
        ? unknownAttributes(message)
        : success(field(attributes.xorMappedAddress, { address: path.address, port: path.port }));
    const answer = draw(message, reply);
    if (answer !== undefined) path.answer(answer);
  }

  async #turn(message: Message, path: ClientPath): Promise<void> {
    const known = path.transport === 'udp' ? this.#recent.get(nameOf(message, path)) : undefined;
    if (known !== undefined) return path.answer(known);
    const authentication = authenticate(message, path, this.#context.guard);
    if (authentication.outcome === 'refused') return this.#challenge(message, path, authentication.code);
    const { sender } = authentication;
    const reply = await this.#carryOut({ message, path, sender });
    if (reply.outcome === 'error' && reply.code === 401) return this.#challenge(message, path, 401);
    if (reply.outcome === 'error') this.#context.tell({ type: 'refused', code: reply.code });
    const answer = draw(message, reply, sender.sealing);
    if (answer === undefined) return;
    if (path.transport === 'udp') this.#recent.keep(nameOf(message, path), answer);
    path.answer(answer);
  }

  #carryOut(request: TurnRequest): Reply | Promise<Reply> {
    const { message, path, sender } = request;
    if (message.unknown.length > 0) return unknownAttributes(message);
    switch (message.method) {
      case 'allocate':
        return allocate(request, this.#context);
      case 'refresh':
        return this.#onAllocation(path, sender, (allocation) => refresh(message, allocation, this.#context));
      case 'createPermission':
        return this.#onAllocation(path, sender, (allocation) =>
          createPermission(message, allocation, this.#context),
        );
      case 'channelBind':
        return this.#onAllocation(path, sender, (allocation) =>
          channelBind(message, allocation, this.#context),
        );
      case 'binding':
      case 'send':
      case 'data':
        return silence;
    }
  }

  #onAllocation(path: ClientPath, sender: Sender, carryOut: (allocation: Allocation) => Reply): Reply {
    if (path.seat.state !== 'allocated') return refusal(437);
    const { allocation } = path.seat;
    if (allocation.expiresAtMs <= this.#context.clock.nowMs()) return refusal(437);
    return allocation.owner.username === sender.username ? carryOut(allocation) : refusal(441);
  }

  #challenge(message: Message, path: ClientPath, code: 400 | 401 | 438): void {
    if (!this.#mayAnswer(path)) return;
    const { realm, nonces } = this.#context.guard;
    const fields: Field[] =
      code === 400 ? [] : [field(attributes.realm, realm), field(attributes.nonce, nonces.make(path))];
    this.#context.tell({ type: 'refused', code });
    const answer = draw(message, refusal(code, ...fields));
    if (answer !== undefined) path.answer(answer);
  }

  /**
   * Whether a sender who proved nothing gets an answer. An address may be forged as long as nobody there has an
   * allocation, so all of its ports count as one; an office behind one address has one soon.
   */
  #mayAnswer({ transport, address, port }: ClientPath): boolean {
    const isProven = transport !== 'udp' || this.#context.table.serves(address);
    const may = this.#strangers.take(isProven ? `${address} ${port}` : address);
    if (!may) this.#context.counters.answersWithheld += 1;
    return may;
  }
}

function unknownAttributes(message: Message): Reply {
  return refusal(420, field(attributes.unknownAttributes, message.unknown));
}

/** A request's name among those of all clients. */
function nameOf({ transactionId }: Message, { address, port, reached }: ClientPath): string {
  return `${transactionId.toString('latin1')}|${address}|${port}|${reached}`;
}

function draw(message: Message, reply: Reply, sealing?: SealingKey): Buffer | undefined {
  if (reply.outcome === 'silence') return undefined;
  const { method, transactionId } = message;
  return encode({ kind: reply.outcome, method, transactionId, fields: reply.fields, sealing });
}
