import { request } from 'node:https';
import { PROTOCOL } from '@ringback/protocol';
import { localhostCertificate } from '@ringback/testkit';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { TestServer } from '../testing/testServer.ts';

const { cert, certPath, keyPath } = localhostCertificate;

test('the server serves HTTPS, for its page and its sockets', async () => {
  await using server = await TestServer.start({ tls: { cert: certPath, key: keyPath } });
  expect(server.url).toMatch(/^https:/);
  const signedIn = await post(`${server.url}api/session`, { name: 'Ada' });
  expect(signedIn.status).toBe(200);
  expect(signedIn.hsts).toContain('max-age=');
  const { token } = JSON.parse(signedIn.body) as { token: string };
  const socket = io(server.url, { transports: ['websocket'], auth: { token, protocol: PROTOCOL }, ca: cert });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.disconnect();
});

function post(url: string, body: object): Promise<{ status: number; hsts: string; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', ca: cert, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const hsts = response.headers['strict-transport-security'] ?? '';
        resolve({ status: response.statusCode ?? 0, hsts, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
