import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A certificate made for tests alone: signed by itself, for localhost and 127.0.0.1, and good for nothing else. */
export const localhostCertificate = {
  cert: readFileSync(pathOf('localhost.crt'), 'utf8'),
  key: readFileSync(pathOf('localhost.key'), 'utf8'),
  /** Another program of Node's believes it where this stands in `NODE_EXTRA_CA_CERTS`. */
  certPath: pathOf('localhost.crt'),
  keyPath: pathOf('localhost.key'),
} as const;
