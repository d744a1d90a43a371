import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page: hashed files, nothing inline, so that its content security policy needs no exception. */
export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: 'public',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000, // read from this laptop's own disk
  },
})
