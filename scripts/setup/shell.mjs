import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const NODE = join(ROOT, 'node_modules/.bin/node')

export const say = (text) => process.stderr.write(`xinyu: ${text}\n`)

/** What of npm's own settings a nested npm may know: where packages come from. The rest belongs to the outer command. */
const KEPT =
  /^npm_config_(registry|cache|proxy|https?_proxy|noproxy|cafile|ca|strict_ssl|userconfig|globalconfig|offline|prefer_offline|fetch_.*|.*:_.*|@.*)$/i

/** The environment for a nested npm: without the outer npm's variables and without our own node_modules/.bin. */
export function cleanEnvironment() {
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || KEPT.test(name))
  const environment = Object.fromEntries(
    entries.filter(([name]) => !['INIT_CWD', 'NODE_ENV', 'NODE_OPTIONS'].includes(name)),
  )
  // The Node in there is deleted and made anew by an installation, and may not be the one that runs it.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !/[/\\]node_modules[/\\]\.bin[/\\]?$|node-gyp-bin/.test(folder))
  return { ...environment, PATH: path.join(delimiter) }
}

/** The first program of this name on a PATH, or null. */
export function find(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name)
    if (folder && existsSync(file)) return file
  }
  return null
}

/**
 * Runs a program quietly; returns its exit code and what it said. Every 15 s it says how long it has taken, so that
 * nobody takes a slow network for a hang.
 */
export function run(program, args, { cwd = ROOT, env = process.env, what } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    const began = Date.now()
    const timer =
      what && setInterval(() => say(`${what} … ${Math.round((Date.now() - began) / 1000)} s`), 15_000)
    const end = (code, more = '') => {
      clearInterval(timer)
      done({ code, said: `${said}${more}`.trim(), seconds: Math.round((Date.now() - began) / 1000) })
    }
    child.once('error', (error) => end(127, error.message))
    child.once('close', (code, signal) => end(code ?? 1, signal ? `ended by ${signal}` : ''))
  })
}

export const lastLines = (text, count = 30) => text.split('\n').slice(-count).join('\n')
