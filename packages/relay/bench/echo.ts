// The least a relay in Node can do: each datagram goes back to where it came from. Its port is the first argument.
import { createSocket } from 'node:dgram';

const socket = createSocket({ type: 'udp4', lookup: (address, _options, done) => done(null, address, 4) });
socket.on('message', (datagram, from) => socket.send(datagram, from.port, from.address));
socket.bind(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('{}\n'));
process.once('SIGTERM', () => socket.close());
