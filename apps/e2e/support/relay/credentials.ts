import { createHmac } from 'node:crypto';

/** An entry of `iceServers` with credentials for one hour, independent of Ringback's own code. */
export function iceServer(
  port: number,
  transport: 'udp' | 'tcp',
  secret: string,
  ttlSeconds = 3600,
): RTCIceServer {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:spec`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { urls: [`turn:127.0.0.1:${port}?transport=${transport}`], username, credential };
}
