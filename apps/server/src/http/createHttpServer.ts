import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Config } from '../config/config.ts';

/** Creates the server for HTTP or HTTPS, which cuts connections that take too long to say what they want. */
export function createHttpServer({ tls, httpTimeouts }: Config, listener: RequestListener): Server {
  const { headersMs, requestMs, checkMs, silenceMs } = httpTimeouts;
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
  };
  if (tls === undefined) return createHttp(timeouts, listener).setTimeout(silenceMs);
  const files = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
  return createHttps({ ...timeouts, handshakeTimeout: headersMs, ...files }, listener).setTimeout(silenceMs);
}
