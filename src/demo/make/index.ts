import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../safeguard/evidence/index.ts'
import { markReady, type NewSpace } from '../../safeguard/space/index.ts'
import type { Runs } from '../../use/run/index.ts'
import { generateDemo } from '../generate.ts'
import { BUREAUS } from '../data/regions.ts'
import { demoPlan } from '../plan.ts'
import { claimAuthorities, publicAuthorities } from './authorities.ts'
import { demoBodies } from './bodies.ts'
import { makeContest, prepareContest } from './contest.ts'
import { makeConsents, makeVerification } from './consents.ts'
import { firstUse, makeContracts } from './first-use.ts'
import { landDatasets } from './datasets.ts'
import { governDemo } from './govern.ts'
import { offerProducts } from './products.ts'
import type { Tell } from './tell.ts'

export type { Tell }

export function demoSpace(): NewSpace {
  const { nameZh, nameEn } = demoPlan()
  return { nameZh, nameEn, demo: true }
}

/** Folder of the bureau whose data makes the home page alive; the others follow while people look around. */
const FIRST = '310000'

/**
 * Makes the demo so far that the home page is alive: bodies and users, all data generated, the first bureau's landed by
 * the same import as everybody's, offered, and used once. Each step looks first whether it was done, so that a killed
 * start goes on.
 */
export async function beginDemo(core: Core, runs: Runs, tell: Tell): Promise<void> {
  const { persons, seed } = core.config.demo
  const done = join(folderOf(core), `generated-${persons}-${seed}`)
  tell('登记机构与用户', 'bodies and users')
  const cast = await demoBodies(core)
  if (!existsSync(done)) {
    tell(
      `生成 ${persons.toLocaleString('en')} 名合成参保人`,
      `generating ${persons.toLocaleString('en')} synthetic persons`,
    )
    const { rows } = await generateDemo({ dir: folderOf(core), persons, seed })
    await writeFile(done, JSON.stringify(rows))
  }
  const landed = await landDatasets(core, cast, folderOf(core), tell, { only: (group) => group === FIRST })
  tell('上架产品、签订合约', 'product and contract')
  const offers = await offerProducts(core, cast, landed, [FIRST])
  // Before the contracts, which rest on them.
  await claimAuthorities(core, cast, [FIRST])
  // Before the others: the newest contract is the one that the workbench opens with.
  const verification = await makeVerification(core, cast, landed)
  await makeContest(core, cast, landed)
  await makeContracts(core, cast, offers)
  tell('走通第一次用数：运行、检查、放行', 'first use: run, check, release')
  await firstUse(core, runs, cast)
  tell('参保核验与一份待答复的授权请求', 'verification of enrolment, and one ask for consent')
  await makeConsents(core, cast, verification)
}

/** Lands, offers and governs the rest; may be stopped and begun again at any time. */
export async function finishDemo(core: Core, tell: Tell, signal?: AbortSignal): Promise<void> {
  // Beside the landing: who opens the first seat meanwhile waits for the same job.
  await prepareContest(core, await demoBodies(core))
  const { cast, landed } = await landRest(core, tell, signal)
  await governDemo(core, cast, landed, tell, signal)
  await close(core)
}

/** The whole demo in one go, as it is before anybody governs it. */
export async function makeDemo(core: Core, runs: Runs, tell: Tell): Promise<void> {
  await beginDemo(core, runs, tell)
  await landRest(core, tell)
  await close(core)
}

async function landRest(core: Core, tell: Tell, signal?: AbortSignal) {
  const cast = await demoBodies(core)
  const landed = await landDatasets(core, cast, folderOf(core), tell, { signal })
  const offers = await offerProducts(
    core,
    cast,
    landed,
    BUREAUS.map((bureau) => bureau.code),
  )
  await claimAuthorities(
    core,
    cast,
    BUREAUS.map((bureau) => bureau.code),
  )
  await publicAuthorities(core, cast, landed)
  await makeContracts(core, cast, offers)
  return { cast, landed }
}

async function close(core: Core): Promise<void> {
  await markReady(core.db, core.clock)
  // The files were landed; the truth file stays for those who measure what governance finds.
  for (const { path } of demoPlan().datasets) await rm(join(folderOf(core), `${path}.csv`), { force: true })
}

const folderOf = (core: Core): string => join(core.home, 'demo')
