import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // Under the content security policy an inlined file would be a `data:` URL, which scripts and fonts may not be.
    assetsInlineLimit: 0,
    // The first with `light-dark()`: rewritten for older ones, a part of the page could not be dark in a light one.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
