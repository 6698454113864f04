import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Config } from '../config/config.ts';
import type { Offenders } from '../platform/load/offenders.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import type { CertificateFiles } from './certificateFiles.ts';
import { oneAtATime } from './oneAtATime.ts';

/** Creates the server for HTTP or HTTPS, which cuts connections that take too long to say what they want. */
export function createHttpServer(
  { httpTimeouts, proxies }: Config,
  certificate: CertificateFiles | undefined,
  offenders: Offenders,
  listener: RequestListener,
): Server {
  const { headersMs, requestMs, checkMs, silenceMs } = httpTimeouts;
  const timeouts = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
  };
  const inTurn = oneAtATime(listener, (request) => offenders.add(rateLimitAddress(request, proxies)));
  if (certificate === undefined) return createHttp(timeouts, inTurn).setTimeout(silenceMs);
  const options = { ...timeouts, handshakeTimeout: headersMs, ...certificate.current };
  const server = createHttps(options, inTurn);
  certificate.onChange((next) => server.setSecureContext(next));
  return server.setTimeout(silenceMs);
}
