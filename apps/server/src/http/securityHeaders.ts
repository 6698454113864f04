import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * What the app may load and do. `'self'` in `connect-src` covers its websocket, too (CSP level 3).
 * Trusted Types keep text from becoming markup.
 */
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

/** The headers that every answer carries. HTTPS is demanded of browsers only where this server itself speaks it. */
export function securityHeaders(speaksTls: boolean): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy,
    strictTransportSecurity: speaksTls && { maxAge: 31_536_000, includeSubDomains: false },
    // Browsers complain about it where the page has no secure context, in which the app does not run anyway.
    crossOriginOpenerPolicy: speaksTls,
    originAgentCluster: speaksTls,
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
