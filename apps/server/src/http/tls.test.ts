import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL } from '@ringback/protocol';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { opened, Rig } from '../server.testing.ts';

/** Made for this test alone: signed by itself, for localhost, and good for nothing else. */
const cert = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUc+eJr+PewYEt8iOdTr5BI3ziLM8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA1MzM1NVoYDzIxMjYxMDI4
MDUzMzU1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATd3wUlCi4vDSEWUkT3CWYDV8NuMSW4L4eNTscrdsa46ObZ/VmnQZgy
I3tg7qOWGdBx1m/Zu+f24fefCiSCmbrgo28wbTAdBgNVHQ4EFgQUiWJaLcxxXM3d
I4UW6YwDqpBTshQwHwYDVR0jBBgwFoAUiWJaLcxxXM3dI4UW6YwDqpBTshQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAMN0XzkeZC/vcVvdXY6emhauUfFlmXA6bHBti3CPxtCmAiEA
pE/LJWI65zAQzBoFRS5DPGfONFSIuPpJcwJwOzWtwRA=
-----END CERTIFICATE-----
`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgou22Vn609c/mp2lZ
ib+oAATLHaTHF+4VoDgwUnjIEZyhRANCAATd3wUlCi4vDSEWUkT3CWYDV8NuMSW4
L4eNTscrdsa46ObZ/VmnQZgyI3tg7qOWGdBx1m/Zu+f24fefCiSCmbrg
-----END PRIVATE KEY-----
`;

test('the server itself speaks HTTPS, on its page and on its sockets', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-tls-'));
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await writeFile(tls.cert, cert);
  await writeFile(tls.key, key);
  await using rig = await Rig.start({ tls });
  expect(rig.url).toMatch(/^https:/);
  const signedIn = await post(`${rig.url}api/session`, { name: 'Ada' });
  expect(signedIn.status).toBe(200);
  expect(signedIn.hsts).toContain('max-age=');
  const { token } = JSON.parse(signedIn.body) as { token: string };
  const socket = io(rig.url, { transports: ['websocket'], auth: { token, protocol: PROTOCOL }, ca: cert });
  await opened(socket);
  socket.disconnect();
  await rm(folder, { recursive: true });
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
