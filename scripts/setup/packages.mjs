import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { cleanEnvironment, find, lastLines, NODE, ROOT, run, say } from './shell.mjs'

const STAMP = join(ROOT, 'node_modules/.xinyu-packages')

/** What runs the space, without the tools that only check it: a third less to install at the first start. */
export const installToRun = () => installPackages('run')

/** Everything, with the tools of `npm test`. */
export const installToTest = () => installPackages('test')

/** Installs node_modules exactly as package-lock.json says, when they are missing or say otherwise. */
async function installPackages(use) {
  const full = fingerprint('test')
  const wanted = use === 'test' ? full : fingerprint('run')
  if (!isCurrent(full) && !(use === 'run' && isStamped(wanted))) {
    await install(use)
    writeFileSync(STAMP, wanted)
  }
  await checkNode()
}

const PLATFORM = `${process.platform}-${process.arch}`

const fingerprint = (use) => {
  const lock = readFileSync(join(ROOT, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${use} ${PLATFORM}\n`
}

const stamp = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '')
const isStamped = (wanted) => existsSync(NODE) && stamp() === wanted

function isCurrent(wanted) {
  if (!existsSync(NODE)) return false
  if (stamp() === wanted) return true
  if (stamp() && !stamp().endsWith(` ${PLATFORM}\n`)) return false
  // Somebody ran `npm install` by hand: what npm noted down is compared, so that nothing is installed twice.
  if (!matchesLock()) return false
  writeFileSync(STAMP, wanted)
  return true
}

function matchesLock() {
  try {
    const read = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
    return matches(read('package-lock.json'), read('node_modules/.package-lock.json'))
  } catch {
    return false
  }
}

/** Whether the packages found are those wanted here. What npm leaves out on this system may be absent. */
export function matches(wanted, found, { platform, arch } = process) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true
    const elsewhere = (entry.os && !entry.os.includes(platform)) || (entry.cpu && !entry.cpu.includes(arch))
    // Parts of a binary for another system carry no system themselves; those for this one are needed.
    const maybe = entry.optional && (elsewhere || entry.libc || !(entry.os || entry.cpu))
    return found[path] ? found[path].version === entry.version : Boolean(maybe)
  })
}

async function install(use) {
  const env = cleanEnvironment()
  const npm = find('npm', env.PATH)
  if (!npm) throw new Error('npm was not found. Install Node 20 or later together with npm.')
  say('installing packages (once; about a minute) …')
  const args = [
    'ci',
    use === 'test' ? '--include=dev' : '--omit=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const { code, said, seconds } = await run(npm, args, { env, what: 'installing packages' })
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${lastLines(said)}`)
  say(`packages installed in ${seconds} s`)
}

/** Node 24 comes as a package whose install script puts the program in place. */
async function checkNode() {
  const { code, said } = await run(NODE, ['--version'])
  const major = Number(/^v(\d+)/.exec(said)?.[1])
  if (code === 0 && major >= 24) return
  throw new Error(
    `node_modules/.bin/node does not work (${lastLines(said, 2) || `code ${code}`}). Install scripts are probably switched off; run:\n  npm rebuild node --ignore-scripts=false`,
  )
}
