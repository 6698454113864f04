import { fetchMediaSession } from '@ringback/rtc';

/**
 * Fetches the parts that calls, check-ups and recordings need, so that they are there when the server is updated or unreachable
 * later. False if some could not be fetched.
 */
export async function fetchParts(): Promise<boolean> {
  const recording = Promise.all([
    import('./media/browserRecorder.ts'),
    import('./media/screen/browserScreen.ts'),
    import('./checkup/browser/browserCheckup.ts'),
    import('./notes/noteRecording.ts'),
    import('./notes/greetingRequests.ts'),
    import('./push/pushRequests.ts'),
  ]);
  const [media, others] = await Promise.allSettled([fetchMediaSession(), recording]);
  return media.status === 'fulfilled' && media.value && others.status === 'fulfilled';
}
