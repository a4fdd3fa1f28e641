import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { lastLines, NODE, ROOT, run, say } from './shell.mjs'

const WEB = join(ROOT, 'web')
const STAMP = join(ROOT, 'node_modules/.xinyu-portal')

/** Builds the portal when its sources, or what they import from the server, have changed. */
export async function buildPortal() {
  if (!existsSync(join(WEB, 'index.html'))) return
  const wanted = fingerprint()
  const built = existsSync(join(WEB, 'dist/index.html')) && existsSync(STAMP)
  if (built && readFileSync(STAMP, 'utf8') === wanted) return
  say('building the portal …')
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const { code, said, seconds } = await run(NODE, [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB,
    env: { ...process.env, NO_COLOR: '1' },
    what: 'building the portal',
  })
  if (code !== 0) throw new Error(`the portal could not be built:\n${lastLines(said)}`)
  writeFileSync(STAMP, wanted)
  say(`portal built in ${seconds} s`)
}

function fingerprint() {
  const hash = createHash('sha256')
  const files = [...sourcesBelow(WEB), join(ROOT, 'package-lock.json')]
  for (const file of [...withImports(files)].sort((a, b) => (a < b ? -1 : 1)))
    hash.update(`${relative(ROOT, file)}\0`).update(readFileSync(file))
  return `${hash.digest('hex')}\n`
}

const sourcesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist'].includes(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sourcesBelow(path) : entry.isFile() ? [path] : []
  })

/** The files and all that they import by relative path. */
function withImports(files) {
  const seen = new Set(files)
  for (const file of seen) {
    if (!/\.[mc]?[jt]sx?$/.test(file)) continue
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"?]+)/g)) {
      const target = resolve(dirname(file), path)
      if (/\.\w+$/.test(target) && existsSync(target)) seen.add(target)
    }
  }
  return seen
}
