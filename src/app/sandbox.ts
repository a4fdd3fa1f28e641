import type { Core } from '../safeguard/evidence/index.ts'
import * as check from '../use/check/index.ts'
import type { Runs } from '../use/run/index.ts'
import {
  createAlarm,
  createLocalDriver,
  createSandbox,
  createThrowAway,
  type Sandbox,
} from '../use/sandbox/index.ts'

/** The inspection of files with a throw-away seat for what is foreign: one for the seats, the imports and the airlock. */
export type InspectOne = (file: check.InspectedFile, terms: check.InspectTerms) => Promise<check.Inspection>

/** Seats on this machine, with the inspection that everything which goes in or out passes. */
export function wireSandbox(
  core: Core,
  runs: Runs,
  demo: boolean,
): { sandbox: Sandbox; inspect: InspectOne } {
  const { home, log, clock } = core
  const driver = createLocalDriver({
    home,
    log,
    clock,
    alarm: createAlarm(core),
  })
  const throwAway = createThrowAway(core, driver)
  const inspect: InspectOne = (file, terms) => check.inspectFile(file, terms, throwAway)
  return { sandbox: createSandbox(core, runs, { driver, demo, inspect }), inspect }
}
