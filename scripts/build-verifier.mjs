// Emits the receipt verifier as plain JavaScript with types: `npm run build:verifier [FOLDER]` → dist/verifier.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = resolve(process.argv[2] ?? join(root, 'dist/verifier'))
const entry = 'safeguard/evidence/verifier/index'

rmSync(out, { recursive: true, force: true })
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
process.stdout.write(`${out}\n`)
