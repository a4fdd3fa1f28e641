#!/usr/bin/env node
// Runs the command line by the Node that npm installed, because the sources need Node 24 and are not built.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const cli = join(root, 'src/cli.ts')
const node = join(root, 'node_modules/.bin/node')

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(pathToFileURL(cli).href)
} else if (existsSync(node)) {
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.once('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
} else {
  process.stderr.write(
    'xinyu: packages are not installed; run `npm start` or `npm ci` in the folder of the project first.\n',
  )
  process.exitCode = 1
}
