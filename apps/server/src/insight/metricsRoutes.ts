import { Router, type Request, type RequestHandler } from 'express';
import { bearerGuard } from '../http/bearerGuard.ts';
import { isLoopback } from '../platform/addresses.ts';
import type { HostPolicy } from '../platform/origin/hostPolicy.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsRouteDeps {
  readonly metrics: Metrics;
  /** Undefined: only this machine may read them. */
  readonly metricsToken: string | undefined;
  readonly hostPolicy: HostPolicy;
  readonly proxies: number;
  readonly now: () => number;
}

/** What proxies add. With one of these, a connection from this machine is somebody else's. */
const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** Serves `GET /metrics`, with the token of the settings, or on this machine where none is set. */
export function metricsRoutes(deps: MetricsRouteDeps): Router {
  const { metrics, metricsToken, proxies, now } = deps;
  const router = Router();
  const guard =
    metricsToken === undefined
      ? thisMachineOnly(deps)
      : bearerGuard({
          token: metricsToken,
          message: 'That is not the token of the metrics.',
          onRefused: () => {},
          proxies,
          now,
        });
  router.get('/', guard, async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', metrics.contentType);
    response.send(await metrics.text());
  });
  return router;
}

/** A page whose name points at this machine (DNS rebinding) asks for a host that is not this server's. */
function thisMachineOnly({ hostPolicy, proxies }: MetricsRouteDeps): RequestHandler {
  return (request, response, next) => {
    const isHere = proxies === 0 && isFromThisMachine(request) && hostPolicy(request) === 'answered';
    if (isHere) next();
    else response.status(404).type('text/plain').send('Not found');
  };
}

function isFromThisMachine({ socket, headers }: Request): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/iu, '');
  return isLoopback(address) && forwardingHeaders.every((name) => headers[name] === undefined);
}
