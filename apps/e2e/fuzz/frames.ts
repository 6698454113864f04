import { randomBytes } from 'node:crypto';
import { bounds } from '@ringback/protocol';
import type { SeededRandom } from '@ringback/testkit';
import { corruptText } from './mutations.ts';
import { pick } from './random.ts';

/** Messages sent over one connection: texts and, from buffers, binary messages. */
export type Frames = readonly (string | Buffer)[];

/** Kinds of messages that are not requests, by what is wrong with them. */
export const frameKinds: Readonly<Record<string, (random: SeededRandom) => Frames>> = {
  'random text': (random) => [printable(random, 1 + random.below(200))],
  'random binary': (random) => [bytes(random, 1 + random.below(500))],
  'empty message': () => [''],
  'engine packet of any type': (random) => [`${random.below(10)}${printable(random, random.below(40))}`],
  'socket packet of any type': (random) => [`4${random.below(10)}${printable(random, random.below(40))}`],
  'event without a body': () => ['42'],
  'event that is no list': (random) => [`42${pick(random, ['{}', '7', 'null', '"call:get"', '[]', '[{}]'])}`],
  'event that is cut off': (random) => [corruptText('420["call:get",{"callId":"x"}]', random)],
  'reserved event': (random) => [
    `42["${pick(random, ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])}",{}]`,
  ],
  'impossible acknowledgement id': (random) => [
    `42${pick(random, ['99999999999999999999999', '-1', '1.5', '0x1', '1e9'])}["call:get",{}]`,
  ],
  'answer to nothing': (random) => [`43${random.below(1e9)}[{"ok":true}]`, '43[]', '431'],
  'other namespace': (random) => [`40/${printable(random, 20)},`, '42/admin,["call:get",{}]', '41/admin,'],
  'connecting twice': () => ['40{}', '40{"token":"x","protocol":1}'],
  'attachment that never comes': () => ['451-0["call:get",{"_placeholder":true,"num":0}]'],
  'attachment as a request': (random) => [
    '451-0["call:signal",{"_placeholder":true,"num":0}]',
    bytes(random, random.below(1_000)),
  ],
  'attachment as a field': (random) => [
    '451-0["call:get",{"callId":{"_placeholder":true,"num":0}}]',
    bytes(random, 36),
  ],
  'attachment beyond their number': (random) => [
    '451-0["x",{"_placeholder":true,"num":7}]',
    bytes(random, 3),
  ],
  'endless attachments': () => ['45999999999-0["x",{"_placeholder":true,"num":0}]'],
  'attachments of no number': (random) => [`45${pick(random, ['-', 'x-', '-1-', '1e3-'])}0["x"]`],
  'very deep list': () => [`420["call:get",${'['.repeat(20_000)}${']'.repeat(20_000)}]`],
  'very many fields': () => [`420["call:get",{${fields(5_000)}}]`],
  'message beyond the limit': (random) => [
    `420["call:get","${'x'.repeat(bounds.messageBytes + random.below(bounds.messageBytes))}"]`,
  ],
  'binary beyond the limit': () => [randomBytes(bounds.messageBytes + 1)],
  'many pings and pongs': () => Array.from({ length: 300 }, (_, n) => (n % 2 === 0 ? '2' : '3')),
  'upgrade of what is a websocket': () => ['2probe', '5', '6'],
  'goodbye and more': () => ['41', '420["call:get",{}]', '1', '420["call:get",{}]'],
};

function fields(count: number): string {
  return Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join(',');
}

function printable(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => String.fromCodePoint(32 + random.below(95))).join('');
}

function bytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
