import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A self-signed certificate for localhost and 127.0.0.1. Its key is public, so it is for tests only. */
export const localhostCertificate = certificateNamed('localhost');

/** Another one, as after a renewal. */
export const renewedCertificate = certificateNamed('renewed');

function certificateNamed(name: string) {
  return {
    cert: readFileSync(pathOf(`${name}.crt`), 'utf8'),
    key: readFileSync(pathOf(`${name}.key`), 'utf8'),
    /** For `NODE_EXTRA_CA_CERTS`, which makes another Node process trust the certificate. */
    certPath: pathOf(`${name}.crt`),
    keyPath: pathOf(`${name}.key`),
  } as const;
}
