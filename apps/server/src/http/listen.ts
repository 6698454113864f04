import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Config } from '../config/config.ts';
import { StartError } from '../platform/errors.ts';

/**
 * Starts to listen, and returns the port, which is a free one if the configured port is 0.
 * @throws {StartError} when the address cannot be used.
 */
export function listen(http: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) => reject(new StartError(explain(error, host, port))));
    http.listen(port, host, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function explain(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop it, or set PORT to a free one.`;
    case 'EACCES':
      return `Port ${port} needs more rights than this program has. Set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${host}, which is no address of this machine.`;
    default:
      return `The server cannot listen on ${host}, port ${port}: ${error.message}.`;
  }
}

/** The URL for a browser on this machine. It names `localhost`, where browsers allow cameras without HTTPS. */
export function localUrl({ host, tls }: Config, port: number): string {
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}/`;
}
