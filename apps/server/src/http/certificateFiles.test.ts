import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { localhostCertificate, renewedCertificate } from '@ringback/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { createLog } from '../platform/log.ts';
import { CertificateFiles } from './certificateFiles.ts';
import { Offenders } from '../platform/load/offenders.ts';
import { createHttpServer } from './createHttpServer.ts';

let folder = '';
const paths = () => ({ cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-certificate-'));
  await writeFile(paths().cert, localhostCertificate.cert);
  await writeFile(paths().key, localhostCertificate.key);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The certificate that a server shows to a new connection. */
async function shownBy(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

test('a renewed certificate is shown to new connections, once both files are new', async () => {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  const files = new CertificateFiles(paths(), log);
  const server = createHttpServer(readConfig({}), files, new Offenders(() => 0), (_request, response) =>
    response.end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await shownBy(port)).toBe(fingerprintOf(localhostCertificate.cert));

  await writeFile(paths().cert, renewedCertificate.cert);
  files.check();
  files.check();
  expect(lines).toHaveLength(1);
  expect(await shownBy(port)).toBe(fingerprintOf(localhostCertificate.cert));

  await writeFile(paths().key, renewedCertificate.key);
  files.check();
  expect(await shownBy(port)).toBe(fingerprintOf(renewedCertificate.cert));
  server.close();
});

test('files that cannot be used are explained in a sentence', async () => {
  const open = () => new CertificateFiles(paths(), createLog('silent'));
  await writeFile(paths().key, 'no key');
  expect(open).toThrow('TLS_CERT and TLS_KEY cannot be used');
  await rm(paths().cert);
  expect(open).toThrow('TLS_CERT and TLS_KEY cannot be used');
});
