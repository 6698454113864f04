import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Only what the app uses. `'wasm-unsafe-eval'` lets WebAssembly be compiled, which suppresses noise and finds people in
 * pictures. `'self'` in `connect-src` includes the websocket (CSP level 3), `data:` is for the pictures of notifications.
 * Trusted Types keep text from becoming markup or scripts. One policy admits workers of the app's own build
 * (`apps/web/src/ui/browser/trustedScript.ts`), the default one a single script of the library that finds people
 * (`packages/client/src/media/processing/segmenter.ts`).
 */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'"],
    'worker-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['ringback-worker', 'default'],
  },
};

const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'speaker-selection=(self)',
  'autoplay=(self)',
  'fullscreen=(self)',
  'picture-in-picture=(self)',
  'screen-wake-lock=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ');

/**
 * Sets the security headers of every response. Those that browsers accept over HTTPS only are set where the browser used
 * it: `isSecure` says so for each request.
 */
export function securityHeaders(isSecure: (request: IncomingMessage) => boolean): RequestHandler {
  const [secure, plain] = [headersFor('https'), headersFor('http')];
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', permissions);
    (isSecure(request) ? secure : plain)(request, response, next);
  };
}

function headersFor(scheme: 'http' | 'https'): RequestHandler {
  const isHttps = scheme === 'https';
  return helmet({
    contentSecurityPolicy,
    strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: false },
    // Browsers log warnings about these two on pages without HTTPS.
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
