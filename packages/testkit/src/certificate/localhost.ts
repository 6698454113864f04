import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A self-signed certificate for localhost and 127.0.0.1. Its key is public, so it is for tests only. */
export const localhostCertificate = {
  cert: readFileSync(pathOf('localhost.crt'), 'utf8'),
  key: readFileSync(pathOf('localhost.key'), 'utf8'),
  /** For `NODE_EXTRA_CA_CERTS`, which makes another Node process trust the certificate. */
  certPath: pathOf('localhost.crt'),
  keyPath: pathOf('localhost.key'),
} as const;
