import { existsSync } from 'node:fs'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { App } from './route.ts'

const YEAR_S = 31_536_000

/** Serves the built portal at `/`; every path without a file is the portal's own route. */
export async function servePortal(app: App, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await app.register(staticFiles, {
    root: folder,
    wildcard: false,
    setHeaders: (response, path) => {
      // Vite puts a hash into each asset's name; only index.html may change under its name.
      const hashed = path.includes('/assets/')
      response.header('cache-control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
    },
  })
  app.get('/*', { config: { access: 'public' } }, (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
