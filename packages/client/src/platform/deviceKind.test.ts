import { expect, test } from 'vitest';
import { deviceKindOf } from './deviceKind.ts';

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${webKit} Chrome/156.0.0.0 Safari/537.36`, 0, 'computer', 'Chrome'],
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${webKit} HeadlessChrome/156.0.0.0 Safari/537.36`,
    0,
    'computer',
    'Chrome',
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0) ${webKit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`,
    10,
    'computer',
    'Edge',
  ],
  [`${mac} ${webKit} Chrome/156.0.0.0 Safari/537.36 OPR/120.0.0.0`, 0, 'computer', 'Opera'],
  [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`, 0, 'computer', 'Safari'],
  [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`, 5, 'tablet', 'Safari'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0, 'computer', 'Firefox'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 FxiOS/153.0 Mobile/15E148 Safari/605.1.15',
    5,
    'phone',
    'Firefox',
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/156.0.0.0 Mobile Safari/537.36`,
    5,
    'phone',
    'Chrome',
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${webKit} Chrome/156.0.0.0 Safari/537.36`, 5, 'tablet', 'Chrome'],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${webKit} SamsungBrowser/30.0 Chrome/150.0.0.0 Mobile Safari/537.36`,
    5,
    'phone',
    'Samsung Internet',
  ],
] as const)('%s', (userAgent, maxTouchPoints, form, browser) => {
  expect(deviceKindOf({ userAgent, maxTouchPoints })).toEqual({ form, browser });
});

test('of an unknown browser, only the form of its device is reported', () => {
  expect(deviceKindOf({ userAgent: 'Something else', maxTouchPoints: 0 })).toEqual({ form: 'computer' });
});
