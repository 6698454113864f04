import type { ScreenCapture } from './screenPorts.ts';

async function loadScreen(): Promise<ScreenCapture> {
  return (await import('./browserScreen.ts')).createBrowserScreen();
}

/**
 * Screens whose code is fetched with the first call, since a press on "Share screen" must not wait for it: Safari takes
 * a request that comes later for one without a press.
 */
export function createLazyScreen(load = loadScreen): ScreenCapture & { readonly prefetch: () => void } {
  let loaded: ScreenCapture | undefined;
  const fetch = async (): Promise<ScreenCapture> => (loaded ??= await load());
  return {
    prefetch: () => void fetch().catch(() => undefined),
    open: async (content) => {
      if (loaded !== undefined) return loaded.open(content);
      const screen = await fetch().catch(() => undefined);
      return screen?.open(content) ?? { ok: false, failure: 'failed' };
    },
    tune: (video, content) => loaded?.tune(video, content),
  };
}
