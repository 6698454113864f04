import { networkOf } from '../address/ip.ts';
import type { Allocation, ClientPath } from '../allocation/allocation.ts';
import { authenticate, type Sender } from '../auth/authenticate.ts';
import { ResponseLimiter } from '../auth/responseLimiter.ts';
import { ResponseCache } from '../auth/responseCache.ts';
import { attributes, field, type Field } from '../codec/attributes.ts';
import { channelOf, channelPayload } from '../codec/channelData.ts';
import { encode, type IntegrityKey } from '../codec/encode.ts';
import { isSend, parseSend } from '../codec/indications.ts';
import { parseMessage, type Message } from '../codec/message.ts';
import { allocate } from './allocate.ts';
import { channelBind, createPermission, refresh } from './allocationRequests.ts';
import {
  failure,
  noResponse,
  success,
  type RelayContext,
  type Reply,
  type TurnRequest,
} from './turnRequest.ts';

/** Ports of one network, such as the NAT of an office, that may use up their limit of responses within a second. */
const provenPorts = 50;

type Wellformedness = 'wellFormed' | 'malformed';

/** Handles everything that clients send, over every transport. */
export class RequestHandler {
  readonly #context: RelayContext;
  readonly #responses: ResponseCache;
  readonly #unauthenticated: ResponseLimiter;
  readonly #provenNetworks: ResponseLimiter;

  constructor(context: RelayContext) {
    this.#context = context;
    this.#responses = new ResponseCache(context.clock);
    const { responsesPerSecond } = context.quotas;
    this.#unauthenticated = new ResponseLimiter(context.clock, responsesPerSecond);
    this.#provenNetworks = new ResponseLimiter(context.clock, provenPorts * responsesPerSecond);
  }

  /** Handles a ChannelData frame. */
  channelData(frame: Buffer, path: ClientPath): void {
    if (path.allocationState.kind !== 'allocated') return;
    const { allocation } = path.allocationState;
    const nowMs = this.#context.clock.nowMs();
    const channel = allocation.channel(channelOf(frame), nowMs);
    const payload = channelPayload(frame);
    if (channel === undefined || payload === undefined) return;
    this.#context.forwarder.toPeer(allocation, channel.peer.address, channel.peer.port, payload, nowMs);
  }

  /** Handles a STUN message. Malformed messages get no response. */
  message(raw: Buffer, path: ClientPath): Wellformedness {
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

  sweep(): void {
    this.#unauthenticated.sweep();
    this.#provenNetworks.sweep();
  }

  #send(raw: Buffer, path: ClientPath): Wellformedness {
    const send = parseSend(raw);
    if (send === undefined || send.peer.port === 0) {
      this.#context.counters.malformed += 1;
      return 'malformed';
    }
    if (path.allocationState.kind === 'allocated') {
      const { peer, payload } = send;
      const nowMs = this.#context.clock.nowMs();
      this.#context.forwarder.toPeer(
        path.allocationState.allocation,
        peer.address,
        peer.port,
        payload,
        nowMs,
      );
    }
    return 'wellFormed';
  }

  #binding(message: Message, path: ClientPath): void {
    if (!this.#mayRespond(path)) return;
    const reply =
      message.unknown.length > 0
        ? unknownAttributes(message)
        : success(field(attributes.xorMappedAddress, { address: path.address, port: path.port }));
    const response = encodeReply(message, reply);
    if (response !== undefined) path.sendResponse(response);
  }

  async #turn(message: Message, path: ClientPath): Promise<void> {
    const cached = path.transport === 'udp' ? this.#responses.get(requestKey(message, path)) : undefined;
    if (cached !== undefined) return path.sendResponse(cached);
    const authentication = authenticate(message, path, this.#context.auth);
    if (authentication.outcome === 'refused') return this.#challenge(message, path, authentication.code);
    const { sender } = authentication;
    const reply = await this.#dispatch({ message, path, sender });
    if (reply.outcome === 'error' && reply.code === 401) return this.#challenge(message, path, 401);
    if (reply.outcome === 'error') this.#context.onEvent({ type: 'refused', code: reply.code });
    const response = encodeReply(message, reply, sender.integrityKey);
    if (response === undefined) return;
    if (path.transport === 'udp') this.#responses.set(requestKey(message, path), response);
    path.sendResponse(response);
  }

  #dispatch(request: TurnRequest): Reply | Promise<Reply> {
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
        return noResponse;
    }
  }

  #onAllocation(path: ClientPath, sender: Sender, handle: (allocation: Allocation) => Reply): Reply {
    if (path.allocationState.kind !== 'allocated') return failure(437);
    const { allocation } = path.allocationState;
    if (allocation.expiresAtMs <= this.#context.clock.nowMs()) return failure(437);
    return allocation.owner.username === sender.username ? handle(allocation) : failure(441);
  }

  #challenge(message: Message, path: ClientPath, code: 400 | 401 | 438): void {
    if (!this.#mayRespond(path)) return;
    const { realm, nonces } = this.#context.auth;
    const fields: Field[] =
      code === 400 ? [] : [field(attributes.realm, realm), field(attributes.nonce, nonces.create(path))];
    this.#context.onEvent({ type: 'refused', code });
    const response = encodeReply(message, failure(code, ...fields));
    if (response !== undefined) path.sendResponse(response);
  }

  /**
   * Whether an unauthenticated sender gets a response. An address without an allocation may be forged, so all of its ports
   * share one limit. Behind the NAT of an office the first allocation gives each port its own limit.
   */
  #mayRespond({ transport, address, port }: ClientPath): boolean {
    const isProven = transport !== 'udp' || this.#context.table.serves(address);
    const network = networkOf(address);
    const may = isProven
      ? this.#provenNetworks.take(network) && this.#unauthenticated.take(`${address} ${port}`)
      : this.#unauthenticated.take(network);
    if (!may) this.#context.counters.responsesWithheld += 1;
    return may;
  }
}

function unknownAttributes(message: Message): Reply {
  return failure(420, field(attributes.unknownAttributes, message.unknown));
}

/** Identifies a request among those of all clients. */
function requestKey({ transactionId }: Message, { address, port, localAddress }: ClientPath): string {
  return `${transactionId.toString('latin1')}|${address}|${port}|${localAddress}`;
}

function encodeReply(message: Message, reply: Reply, integrityKey?: IntegrityKey): Buffer | undefined {
  if (reply.outcome === 'noResponse') return undefined;
  const { method, transactionId } = message;
  return encode({ kind: reply.outcome, method, transactionId, fields: reply.fields, integrityKey });
}
