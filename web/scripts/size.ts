import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly isEntry?: boolean
}

/** facts/portal.md: the first route costs at most so much script, gzipped. */
export const MOST_BYTES = 250 * 1024

/** What a reader downloads before the first page stands: the entry, the page and the texts, with all they import. */
export const FIRST_ROUTES: Readonly<Record<string, readonly string[]>> = {
  'sign-in': ['index.html', 'src/i18n/zh.ts', 'src/pages/sign-in/sign-in.tsx'],
  home: ['index.html', 'src/i18n/zh.ts', 'src/pages/home/home.tsx'],
}

/** Gzipped bytes of script for one route of the build in `dist`. */
export function routeBytes(dist: string, route: string): number {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const files = new Set<string>()
  const take = (key: string) => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`${key} is not in the build`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) take(next)
  }
  for (const key of FIRST_ROUTES[route] ?? []) take(key)
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0)
}

if (import.meta.main) {
  const dist = join(import.meta.dirname, '../dist')
  let tooLarge = false
  for (const route of Object.keys(FIRST_ROUTES)) {
    const bytes = routeBytes(dist, route)
    tooLarge ||= bytes > MOST_BYTES
    console.log(
      `${route.padEnd(10)} ${(bytes / 1024).toFixed(1)} KB gzip of script (at most ${MOST_BYTES / 1024})`,
    )
  }
  process.exitCode = tooLarge ? 1 : 0
}
