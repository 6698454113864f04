// Serves a page with one end of a bare call, and a websocket that forwards each message to all other clients: all that
// a classical call needs. The arguments are its address and its port.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { WebSocketServer } from 'ws';

const [host = '127.0.0.1', port = '0'] = process.argv.slice(2);
const end = stripTypeScriptTypes(await readFile(new URL('bareEnd.ts', import.meta.url), 'utf8'));
const http = createServer(({ url }, response) => {
  const isEnd = url === '/end.js';
  response.setHeader('content-type', isEnd ? 'text/javascript' : 'text/html');
  response.end(
    isEnd ? end : '<!doctype html><title>Bare</title><script type="module" src="/end.js"></script>',
  );
});
const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    for (const other of sockets.clients) if (other !== socket) other.send(data, { binary: isBinary });
  });
});
http.listen(Number(port), host, () => process.stdout.write('ready\n'));
