// Adds to package-lock.json the binaries for other platforms that a registry mirror did not offer when the lock was
// written; without them `npm ci` refuses the lock. Run it after each `npm install`. Their exact version is that of the
// package that names them; npm leaves out those of other systems by `os` and `cpu`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** Whether `name`, needed by the package at `from`, is found in the lock as Node would find it. */
export function resolves(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (!base.includes('node_modules/')) return Boolean(packages[`node_modules/${name}`])
  }
}

/** Paths and entries that are missing: `[path, entry]`. */
export function missingBinaries(packages) {
  return Object.entries(packages).flatMap(([from, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !resolves(packages, from, name))
      .map(([name, version]) => [`node_modules/${name}`, binaryEntry(name, version, entry)]),
  )
}

function binaryEntry(name, version, parent) {
  const words = name.split(/[-/]/)
  const os = OS.filter((word) => words.includes(word))
  const cpu = CPU.filter((word) => words.includes(word))
  if (os.length + cpu.length === 0)
    throw new Error(`${name}: the platform cannot be told from the name; add it by hand`)
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(parent.dev && { dev: true }),
    ...(os.includes('linux') && { libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

if (
  process.argv[1] &&
  import.meta.url.endsWith('/scripts/complete-lock.mjs') &&
  process.argv[1].endsWith('complete-lock.mjs')
) {
  const file = join(resolve(process.argv[1], '../..'), 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingBinaries(lock.packages)
  for (const [path, entry] of missing) lock.packages[path] = entry
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
  process.stdout.write(`${missing.length} binaries of other platforms added to package-lock.json\n`)
}
