// Emits the receipt verifier for others: `npm run build:verifier [FOLDER]` → dist/verifier. It is a package of plain
// JavaScript with types, and one page, `verify.html`, that needs neither server nor network. `--page` makes the page alone.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const words = process.argv.slice(2)
const pageOnly = words.includes('--page')
const out = resolve(words.find((word) => !word.startsWith('--')) ?? join(root, 'dist/verifier'))
const entry = 'safeguard/evidence/verifier/index'

if (!pageOnly) {
  rmSync(out, { recursive: true, force: true })
  buildPackage()
}
mkdirSync(out, { recursive: true })
await buildPage()
process.stdout.write(`${out}\n`)

function buildPackage() {
  mkdirSync(out, { recursive: true })
  const scratch = mkdtempSync(join(root, 'node_modules', '.build-verifier-'))
  try {
    const config = join(scratch, 'tsconfig.json')
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          noEmit: false,
          declaration: true,
          target: 'es2022',
          rewriteRelativeImportExtensions: true,
          rootDir: join(root, 'src'),
          outDir: out,
        },
        include: [],
        files: [join(root, 'src', `${entry}.ts`)],
      }),
    )
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { stdio: 'inherit' })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  const { version, license, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const needed = ['@noble/curves', '@noble/hashes']
  writeFileSync(
    join(out, 'package.json'),
    `${JSON.stringify(
      {
        name: 'xinyu-verifier',
        version,
        description: 'Verifies receipts of a Xinyu data space offline: pure, for Node and browsers',
        license,
        type: 'module',
        sideEffects: false,
        exports: { '.': { types: `./${entry}.d.ts`, default: `./${entry}.js` } },
        dependencies: Object.fromEntries(needed.map((name) => [name, dependencies[name]])),
      },
      null,
      2,
    )}\n`,
  )
  try {
    copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
  } catch {
    // A checkout in the making may have no licence file yet.
  }
}

/** One file with everything inside. The browser itself forbids it the network, and any script but this one. */
async function buildPage() {
  const { build } = await import('rolldown')
  const folder = join(root, 'web/src/verify-page')
  const { output } = await build({
    input: join(folder, 'page.ts'),
    platform: 'browser',
    write: false,
    logLevel: 'warn',
    output: { format: 'iife', minify: true },
  })
  // What ends a script element must not stand in it.
  const script = output[0].code.replaceAll('</script', '<\\/script').trim()
  const style = readFileSync(join(folder, 'page.css'), 'utf8').trim()
  const allowed = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = [
    "default-src 'none'",
    `script-src ${allowed(script)}`,
    `style-src ${allowed(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts = { policy, style, script }
  const page = readFileSync(join(folder, 'page.html'), 'utf8').replace(
    /\{\{(\w+)\}\}/g,
    (_, name) => parts[name],
  )
  writeFileSync(join(out, 'verify.html'), page)
}
