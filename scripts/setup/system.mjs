import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { find, lastLines, run, say } from './shell.mjs'

/** What the tests need from the system: Debian's package, and how to see that it is there. */
const NEEDED = [
  {
    name: 'chromium',
    present: () => ['chromium', 'chromium-browser', 'google-chrome'].some((name) => find(name)),
  },
  { name: 'fonts-noto-cjk', present: hasChineseFont },
  // Only the programs: the whole package would start a service of its own.
  { name: 'mariadb-server-core', present: () => present('mariadbd') && present('mariadb-install-db') },
  { name: 'mariadb-client-core', present: () => present('my_print_defaults') },
]

/** What seats need; R is offered where an operator installs r-base-core. */
const FOR_SEATS = [
  { name: 'bubblewrap', present: () => present('bwrap') },
  ...['pandas', 'sklearn', 'matplotlib', 'seccomp'].map((name) => ({
    name: `python3-${name}`,
    present: () => holdsModule(name),
  })),
]

/** Before `npm start`: seats work where this machine may have them. The portal starts without. */
export const installForSeats = () => installMissing(FOR_SEATS, 'seats will not open')

/** Before `npm test`. */
export const installSystem = () => installMissing([...NEEDED, ...FOR_SEATS], 'some tests will be skipped')

/** Installs what is missing as root on Debian and Ubuntu; else names the one line. What needs it then says so. */
async function installMissing(wanted, without) {
  const missing = wanted.filter(({ present }) => !present()).map(({ name }) => name)
  if (missing.length === 0) return
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const mayInstall = process.getuid?.() === 0 && find('apt-get')
  if (!mayInstall) {
    say(`missing: ${missing.join(', ')}; ${without}. On Debian or Ubuntu run:\n  sudo ${line}`)
    return
  }
  say(`installing ${missing.join(', ')} …`)
  const first = await apt(missing)
  if (first.code === 0) return
  await run('apt-get', ['update', '-q'], { env: quiet(), what: 'apt-get update' })
  const second = await apt(missing)
  if (second.code !== 0)
    say(`could not be installed, ${without}:\n${lastLines(second.said, 5)}\nTry: ${line}`)
}

/** Found, even where the path of an ordinary user leaves out the programs of the system. */
function present(name) {
  return Boolean(find(name)) || existsSync(join('/usr/sbin', name))
}

/** Of the system's own Python, whichever else is on the path. */
const holdsModule = (name) =>
  ['/usr/lib/python3/dist-packages', '/usr/local/lib/python3/dist-packages'].some(
    (folder) => existsSync(folder) && readdirSync(folder).some((entry) => entry.split('.')[0] === name),
  )

const apt = (names) =>
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    env: quiet(),
    what: `installing ${names.join(', ')}`,
  })

const quiet = () => ({ ...process.env, DEBIAN_FRONTEND: 'noninteractive' })

function hasChineseFont() {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(process.env.HOME ?? '/', '.fonts')]
  return folders.some(
    (folder) => existsSync(folder) && holds(folder, /cjk|wqy|sourcehan|droidsansfallback|simsun|msyh/i),
  )
}

const holds = (folder, pattern) =>
  readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory() ? holds(join(folder, entry.name), pattern) : pattern.test(entry.name),
  )
