// Makes a fresh clone ready: packages, portal, and for tests what the system must have.
// Plain JavaScript without dependencies: it is run by whichever Node (20 or later) is there.
import process from 'node:process'
import { installToRun, installToTest } from './setup/packages.mjs'
import { buildPortal } from './setup/portal.mjs'
import { say } from './setup/shell.mjs'
import { installForSeats, installSystem } from './setup/system.mjs'
import { buildVerifyPage } from './setup/verify-page.mjs'

const STEPS = {
  start: [installToRun, installForSeats, buildPortal, buildVerifyPage],
  test: [installToTest, installSystem, buildPortal, buildVerifyPage],
  bench: [installToRun, installForSeats, buildPortal],
}

const [major] = process.versions.node.split('.').map(Number)
const steps = STEPS[process.argv[2] ?? '']
if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or later.`)
if (!steps) fail(`Usage: node scripts/setup.mjs ${Object.keys(STEPS).join('|')}`)
try {
  for (const step of steps) await step()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

function fail(message) {
  say(message)
  process.exit(1)
}
