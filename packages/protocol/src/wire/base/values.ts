import * as v from 'valibot';
import { linkCauses } from '../../call/call.ts';
import { browserNames, deviceForms } from '../../call/trace.ts';
import { bounds } from './limits.ts';

/** A server time in ms since 1970, within what dates can express. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8_640_000_000_000_000));

/** A number of things. */
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const MediaKind = v.picklist(['audio', 'video']);

export const RouteSchema = v.strictObject({
  path: v.picklist(['direct', 'relay']),
  transport: v.picklist(['udp', 'tcp', 'tls']),
});

export const LinkCauseSchema = v.picklist(linkCauses);

/** For how long no media came in, in ms. */
export const GapMs = v.pipe(Count, v.maxValue(bounds.gapMs));

/** What kind of device a user has, as the device itself reports it. */
export const DeviceKindSchema = v.strictObject({
  form: v.picklist(deviceForms),
  browser: v.optional(v.picklist(browserNames)),
});
