import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Builds the portal once for all files, which run beside each other. */
// oxlint-disable-next-line import/no-default-export -- vitest calls the default export
export default function build(): void {
  if (existsSync(join(ROOT, 'web/dist/index.html'))) return
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: join(ROOT, 'web'),
    // The runner's own `test` would build pages whose dialogs all bear the id `test-id`.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'ignore',
  })
}
