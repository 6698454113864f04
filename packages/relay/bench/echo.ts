// A baseline for Node: returns each datagram to its sender. Argument: the port.
import { createSocket } from 'node:dgram';

const socket = createSocket({ type: 'udp4', lookup: (address, _options, done) => done(null, address, 4) });
socket.on('message', (datagram, from) => socket.send(datagram, from.port, from.address));
socket.bind(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('{}\n'));
process.once('SIGTERM', () => socket.close());
