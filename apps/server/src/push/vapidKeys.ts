import * as v from 'valibot';
import webPush from 'web-push';
import type { Storage } from '../storage/storage.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';

const VapidKeys = v.object({ publicKey: v.string(), privateKey: v.string() });

/** The keys by which push services know this server again (RFC 8292), in base64url. */
export type VapidKeys = v.InferOutput<typeof VapidKeys>;

/**
 * Reads the keys, which are made at the first start and kept with the data: with others, no browser that has subscribed
 * could be woken up any more.
 */
export async function openVapidKeys(storage: Storage<SecretOperations>): Promise<VapidKeys> {
  const fresh = JSON.stringify(webPush.generateVAPIDKeys());
  return v.parse(VapidKeys, JSON.parse(await storage.run('secrets:keep', { name: 'vapid', fresh })));
}
