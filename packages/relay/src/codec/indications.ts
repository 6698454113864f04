import { randomFillSync } from 'node:crypto';
import type { Endpoint } from '../address/ip.ts';
import { attributes } from './attributes.ts';
import { headerBytes, magicCookie, messageType, padded } from './header.ts';
import { readXorAddress, writeXorAddress } from './xorAddress.ts';

/*
 * Send and Data indications carry media until a channel is bound, so this code skips the general parser and encoder.
 */

const peerType = attributes.xorPeerAddress.type;
const dataType = attributes.data.type;
const sendType = messageType('indication', 'send');
const dataIndicationType = messageType('indication', 'data');

/** Whether a message is a Send indication, by its first two bytes. */
export function isSend(message: Buffer): boolean {
  return message[0] === 0 && message[1] === sendType;
}

export interface SendIndication {
  readonly peer: Endpoint;
  readonly payload: Buffer;
}

/** Reads a Send indication; undefined if it is malformed or has an unknown required attribute. There is no error response. */
export function parseSend(raw: Buffer): SendIndication | undefined {
  if (raw.length < headerBytes || raw.readUInt32BE(4) !== magicCookie) return undefined;
  if (headerBytes + raw.readUInt16BE(2) !== raw.length) return undefined;
  let peer: Endpoint | undefined;
  let payload: Buffer | undefined;
  for (let at = headerBytes; at < raw.length;) {
    if (at + 4 > raw.length) return undefined;
    const type = raw.readUInt16BE(at);
    const end = at + 4 + raw.readUInt16BE(at + 2);
    if (end > raw.length) return undefined;
    if (type === peerType) peer ??= readXorAddress(raw.subarray(at + 4, end), raw.subarray(8, headerBytes));
    else if (type === dataType) payload ??= raw.subarray(at + 4, end);
    else if (type < 0x8000) return undefined;
    at = padded(end);
  }
  return peer === undefined || payload === undefined ? undefined : { peer, payload };
}

const idBytes = 12;
const idPool = Buffer.alloc(idBytes * 256);
let idAt = idPool.length;

/** A pool, because requesting random bytes per packet costs more than the rest of an indication. */
function nextId(): Buffer {
  if (idAt >= idPool.length) {
    randomFillSync(idPool);
    idAt = 0;
  }
  idAt += idBytes;
  return idPool.subarray(idAt - idBytes, idAt);
}

/** Encodes a peer's payload for a client that bound no channel to that peer. */
export function dataIndication(peer: Endpoint, payload: Buffer): Buffer {
  const id = nextId();
  const address = writeXorAddress(peer, id);
  const dataAt = headerBytes + 4 + address.length;
  const message = Buffer.allocUnsafe(dataAt + 4 + padded(payload.length));
  message.writeUInt16BE(dataIndicationType, 0);
  message.writeUInt16BE(message.length - headerBytes, 2);
  message.writeUInt32BE(magicCookie, 4);
  message.set(id, 8);
  message.writeUInt16BE(peerType, headerBytes);
  message.writeUInt16BE(address.length, headerBytes + 2);
  message.set(address, headerBytes + 4);
  message.writeUInt16BE(dataType, dataAt);
  message.writeUInt16BE(payload.length, dataAt + 2);
  message.set(payload, dataAt + 4);
  message.fill(0, dataAt + 4 + payload.length);
  return message;
}
