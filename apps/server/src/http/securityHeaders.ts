import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** `'self'` in `connect-src` includes the websocket (CSP level 3). Trusted Types keep text from becoming markup. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
    'require-trusted-types-for': ["'script'"],
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

/** Sets the security headers of every response. They require HTTPS only if this server itself serves it. */
export function securityHeaders(servesTls: boolean): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy,
    strictTransportSecurity: servesTls && { maxAge: 31_536_000, includeSubDomains: false },
    // Browsers log warnings about these two on pages without HTTPS.
    crossOriginOpenerPolicy: servesTls,
    originAgentCluster: servesTls,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  return [
    headers,
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', permissions);
      next();
    },
  ];
}
