// The least a relay in Node can do for an echo outside: each client gets a socket of its own, through which its datagrams
// go to one peer and back, unlooked at. As many system calls a packet as a relay needs, and nothing else. Its own port is
// the first argument, the peer's the second.
import { createSocket, type Socket } from 'node:dgram';

const [port, peerPort] = process.argv.slice(2).map(Number);
const outsides = new Map<number, Socket>();
const inside = open();

function open(): Socket {
  return createSocket({ type: 'udp4', lookup: (address, _options, done) => done(null, address, 4) });
}

function outsideOf(clientPort: number): Socket {
  const known = outsides.get(clientPort);
  if (known !== undefined) return known;
  const outside = open();
  outside.on('message', (datagram) => inside.send(datagram, clientPort, '127.0.0.1'));
  outsides.set(clientPort, outside);
  return outside;
}

inside.on('message', (datagram, from) => outsideOf(from.port).send(datagram, peerPort, '127.0.0.1'));
inside.bind(port, '127.0.0.1', () => process.stdout.write('{}\n'));
process.once('SIGTERM', () => {
  for (const socket of [inside, ...outsides.values()]) socket.close();
});
