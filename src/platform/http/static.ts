import { existsSync } from 'node:fs'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { App } from './route.ts'

const YEAR_S = 31_536_000

/** What a build leaves: names in the folder and in `assets`. Nothing hidden, nothing above. */
const FILE = /^\/(?:assets\/)?[A-Za-z0-9_-][\w-]*(?:\.[\w-]+)+$/

/**
 * Serves the built portal at `/`; a path without a file is the portal's own route. Files are looked up at each
 * request: a new build is served without a restart.
 */
export async function servePortal(app: App, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await app.register(staticFiles, {
    root: folder,
    serve: false,
    setHeaders: (response, path) => {
      // Vite puts a hash into each asset's name; only index.html may change under its name.
      const hashed = path.includes('/assets/')
      response.header('cache-control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
    },
  })
  app.get('/*', { config: { access: 'public' } }, (request, reply) => {
    const path = request.url.split('?', 1)[0]!
    if (path.startsWith('/api/')) return reply.callNotFound()
    if (FILE.test(path) && existsSync(join(folder, path))) return reply.sendFile(path.slice(1))
    // A page that still asks for the files of the build before must learn that they are gone.
    if (path.startsWith('/assets/')) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
