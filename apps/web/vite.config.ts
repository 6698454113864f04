import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // Under the content security policy an inlined file would be a `data:` URL, which scripts and fonts may not be.
    assetsInlineLimit: 0,
  },
});
