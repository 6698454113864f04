// A baseline for relaying to an external echo: each client gets its own socket, through which its datagrams go to one peer
// and back. It makes as many system calls per packet as a relay. Arguments: its own port and the peer's.
import { createSocket, type Socket } from 'node:dgram';

const [port, peerPort] = process.argv.slice(2).map(Number);
const outerSockets = new Map<number, Socket>();
const inner = open();

function open(): Socket {
  return createSocket({ type: 'udp4', lookup: (address, _options, done) => done(null, address, 4) });
}

function outerSocketFor(clientPort: number): Socket {
  const known = outerSockets.get(clientPort);
  if (known !== undefined) return known;
  const outer = open();
  outer.on('message', (datagram) => inner.send(datagram, clientPort, '127.0.0.1'));
  outerSockets.set(clientPort, outer);
  return outer;
}

inner.on('message', (datagram, from) => outerSocketFor(from.port).send(datagram, peerPort, '127.0.0.1'));
inner.bind(port, '127.0.0.1', () => process.stdout.write('{}\n'));
process.once('SIGTERM', () => {
  for (const socket of [inner, ...outerSockets.values()]) socket.close();
});
