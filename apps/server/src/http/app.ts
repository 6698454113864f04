import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { ForbiddenError, UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { misdirectedHelp, type HostPolicy } from '../platform/origin/hostPolicy.ts';
import { OnePerTurn } from '../platform/load/onePerTurn.ts';
import { isOverHttps, rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import type { WorkBudget } from '../platform/load/workBudget.ts';
import { sendError } from './errorResponse.ts';
import { securityHeaders } from './securityHeaders.ts';

export interface AppDeps {
  readonly webDir: string;
  readonly proxies: number;
  readonly hostPolicy: HostPolicy;
  readonly budget: WorkBudget;
  /** Why the server cannot do all of its work now; undefined if it can. */
  readonly problem: () => string | undefined;
  readonly log: Log;
  /** Sees every request, to count those that fail. */
  readonly watch: RequestHandler;
  /** The router for `/metrics`. */
  readonly metrics: Router;
  /** Routers below `/api`: each at its own name, and the last two at the root, after the others. */
  readonly api: {
    readonly push: Router;
    readonly notes: Router;
    readonly pictures: Router;
    readonly credentials: Router;
    readonly sessions: Router;
    readonly link: Router;
    readonly data: Router;
    readonly account: Router;
    /** Absent if the host's desk is not served. */
    readonly admin: Router | undefined;
    /** Absent as well, and then there is no page of figures. */
    readonly insight: Router | undefined;
  };
}

/** Serves the API below `/api`, liveness at `/healthz` and readiness at `/readyz`, and the web app everywhere else. */
export function createApp(deps: AppDeps): Express {
  const { api } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(securityHeaders((request) => isOverHttps(request, deps.proxies)));
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok');
  });
  app.get('/readyz', (_request, response) => {
    const problem = deps.problem();
    response
      .status(problem === undefined ? 200 : 503)
      .type('text/plain')
      .send(problem ?? 'ok');
  });
  app.use(deps.watch);
  app.use(limitByAddress(deps));
  // Decides itself whom it answers: Prometheus may know this server by another name.
  app.use('/metrics', deps.metrics);
  app.use(ownHostsOnly(deps.hostPolicy));
  app.use('/api', sameSiteOnly(deps.hostPolicy));
  app.use('/api', refuseWhile(deps.problem));
  app.use('/api/push', api.push);
  app.use('/api/notes', api.notes);
  app.use('/api/pictures', api.pictures);
  app.use('/api', api.credentials);
  app.use('/api/sessions', api.sessions);
  app.use('/api/link', api.link);
  app.use('/api/data', api.data);
  serveHost(app, 'admin', api.admin);
  serveHost(app, 'insight', api.insight);
  app.use('/api', api.account);
  // Vite puts a content hash into these file names, so a file never changes.
  app.use(
    '/assets',
    express.static(join(deps.webDir, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  app.use('/assets', notFound);
  app.use(express.static(deps.webDir, { index: false, maxAge: '1h' }));
  app.get('/{*path}', servePage(deps.webDir));
  app.use(notFound);
  app.use(handleError(deps.log));
  return app;
}

/** A page of the host and its API; neither exists without the host's token. */
function serveHost(app: Express, name: 'admin' | 'insight', router: Router | undefined): void {
  if (router === undefined) app.use([`/${name}`, `/api/${name}`], notFound);
  else app.use(`/api/${name}`, router);
}

/** Refuses hosts that are not this server. */
function ownHostsOnly(hostPolicy: HostPolicy): RequestHandler {
  return (request, response, next) => {
    if (hostPolicy(request) === 'misdirected') response.status(421).type('text/plain').send(misdirectedHelp);
    else next();
  };
}

/** What would store something new waits until the server can do all of its work again. */
function refuseWhile(problem: () => string | undefined): RequestHandler {
  return ({ method }, response, next) => {
    const isStoring = method === 'POST' || method === 'PUT' || method === 'PATCH';
    if (isStoring && problem() !== undefined) sendError(response, 'unavailable', { message: cannotStore });
    else next();
  };
}

const cannotStore = 'The server cannot store anything new. Tell the person who runs it.';

/** What a file or a request of the API takes from the budget of its address. */
const unitsPerRequest = 5;

/** Refuses requests before anything is looked up for them, where an address makes too many; the others take turns. */
function limitByAddress({ budget, proxies }: AppDeps): RequestHandler {
  const turns = new OnePerTurn();
  return (request, response, next) => {
    const retryAfterMs = budget.takeOfAddress(rateLimitAddress(request, proxies), unitsPerRequest);
    if (retryAfterMs > 0) sendError(response, 'tooMany', { retryAfterMs });
    else turns.add(() => next());
  };
}

/** Responses of the API are never cached, and pages of other sites are refused. */
function sameSiteOnly(hostPolicy: HostPolicy): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (hostPolicy(request) === 'crossSite')
      sendError(response, 'forbidden', {
        message: 'The server refuses this address. The host finds the remedy in its log.',
      });
    else next();
  };
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).type('text/plain').send('Not found');
};

/** Every path of the app is the same page, whose router shows the screen. */
function servePage(webDir: string): RequestHandler {
  const file = join(webDir, 'index.html');
  return (request, response) => {
    response.setHeader('Cache-Control', 'no-cache');
    if (request.accepts('html') === false) response.status(404).type('text/plain').send('Not found');
    else if (existsSync(file)) response.sendFile(file, { cacheControl: false });
    else response.status(503).type('html').send(notBuilt);
  };
}

const notBuilt = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Ringback</title>
  </head>
  <body>
    <h1>Ringback is running, but the app is not built yet</h1>
    <p>Run <code>npm run build</code>, or start everything with <code>npm start</code>. Then reload this page.</p>
  </body>
</html>
`;

/** Errors of the client are answered with an error code; errors of the server are logged, and not disclosed. */
function handleError(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof UnavailableError) {
      if (!error.isExpected) log.error({ err: error }, 'HTTP request failed');
      sendError(response, 'unavailable');
      return;
    }
    if (error instanceof ForbiddenError) {
      sendError(response, 'forbidden', { message: error.message });
      return;
    }
    const status = statusOf(error);
    if (status === 413) sendError(response, 'tooLarge');
    else if (status < 500) sendError(response, 'badRequest');
    else {
      log.error({ err: error }, 'HTTP request failed');
      sendError(response, 'internal');
    }
  };
}

function statusOf(error: unknown): number {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && 'status' in error && typeof error.status === 'number' ? error.status : 500;
}
