import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The portal is served by the server itself at `/`; in development Vite passes the API on to it.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // An inlined asset would be a data: URL, which the content security policy does not allow for scripts and fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
})
