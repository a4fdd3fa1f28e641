import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../safeguard/evidence/index.ts'
import { markReady, type NewSpace } from '../../safeguard/space/index.ts'
import type { Runs } from '../../use/run/index.ts'
import { generateDemo } from '../generate.ts'
import { demoPlan } from '../plan.ts'
import { demoBodies } from './bodies.ts'
import { firstUse } from './first-use.ts'
import { landDatasets } from './datasets.ts'
import { offerProducts } from './products.ts'
import type { Tell } from './tell.ts'

export type { Tell }

export function demoSpace(): NewSpace {
  const { nameZh, nameEn } = demoPlan()
  return { nameZh, nameEn, demo: true }
}

/**
 * Makes the demo: bodies and users, generated data landed by the same import as everybody's, products with policies,
 * a contract, and one whole use of data. Each step looks first whether it was done, so that a killed start goes on.
 */
export async function makeDemo(core: Core, runs: Runs, tell: Tell): Promise<void> {
  const { persons, seed } = core.config.demo
  const folder = join(core.home, 'demo')
  const done = join(folder, `generated-${persons}-${seed}`)
  tell('登记机构与用户', 'bodies and users')
  const cast = await demoBodies(core)
  if (!existsSync(done)) {
    tell(
      `生成 ${persons.toLocaleString('en')} 名合成参保人`,
      `generating ${persons.toLocaleString('en')} synthetic persons`,
    )
    const { rows } = await generateDemo({ dir: folder, persons, seed })
    await writeFile(done, JSON.stringify(rows))
  }
  const datasets = await landDatasets(core, cast, folder, tell)
  tell('上架产品与策略', 'products and policies')
  const offers = await offerProducts(core, cast, datasets)
  tell('走通第一次用数：申请、同意、运行、放行', 'first use: request, agreement, run, release')
  await firstUse(core, runs, cast, offers)
  await markReady(core.db, core.clock)
  // The files were landed; the truth file stays for those who measure what governance finds.
  for (const { path } of demoPlan().datasets) await rm(join(folder, `${path}.csv`), { force: true })
}
