import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Config } from '../config/config.ts';
import type { CertificateFiles } from './certificateFiles.ts';
import { oneAtATime } from './oneAtATime.ts';

/** Creates the server for HTTP or HTTPS, which cuts connections that take too long to say what they want. */
export function createHttpServer(
  { httpTimeouts }: Config,
  certificate: CertificateFiles | undefined,
  listener: RequestListener,
): Server {
  const { headersMs, requestMs, checkMs, silenceMs } = httpTimeouts;
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
  };
  const inTurn = oneAtATime(listener);
  if (certificate === undefined) return createHttp(timeouts, inTurn).setTimeout(silenceMs);
  const options = { ...timeouts, handshakeTimeout: headersMs, ...certificate.current };
  const server = createHttps(options, inTurn);
  certificate.onChange((next) => server.setSecureContext(next));
  return server.setTimeout(silenceMs);
}
