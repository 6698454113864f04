import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import type { Log } from '../platform/log.ts';
import { isForeign } from '../platform/requestOrigin.ts';
import { sendError } from './errorResponse.ts';
import { securityHeaders } from './securityHeaders.ts';
import { signInRoutes, type SignInDeps } from '../accounts/signInRoutes.ts';

/** What the HTTP side works with. */
export interface AppDeps extends SignInDeps {
  readonly webDir: string;
  readonly speaksTls: boolean;
  readonly log: Log;
  /** What is under `/api/push`. */
  readonly push: Router;
  /** What is under `/api/notes`. */
  readonly notes: Router;
  /** What is under `/api/pictures`. */
  readonly pictures: Router;
}

/** Serves sign-in, push, notes and pictures under `/api`, liveness, and the app itself under every other address. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(securityHeaders(deps.speaksTls));
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok');
  });
  app.use('/api', ownPagesOnly(deps.proxies));
  app.use('/api/push', deps.push);
  app.use('/api/notes', deps.notes);
  app.use('/api/pictures', deps.pictures);
  app.use('/api', signInRoutes(deps));
  // Vite names these files by their content, so they never change.
  app.use(
    '/assets',
    express.static(join(deps.webDir, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  app.use('/assets', notFound);
  app.use(express.static(deps.webDir, { index: false, maxAge: '1h' }));
  app.get('/{*path}', page(deps.webDir));
  app.use(notFound);
  app.use(failed(deps.log));
  return app;
}

/** What is asked here concerns one browser at one moment, and no page of another site. */
function ownPagesOnly(proxies: number): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (isForeign(request, proxies)) sendError(response, 'forbidden', { message: 'Not from this site.' });
    else next();
  };
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).type('text/plain').send('Not found');
};

/** Every address of the app is the same page, which finds its screen by itself. */
function page(webDir: string): RequestHandler {
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

/** What a request did wrong is told in the words of the table; what the server did wrong is logged, never told. */
function failed(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
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
