import { systemActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createTreatment, grantReference, requestRepair, runQuality } from '../../supply/treat/index.ts'
import { BUREAUS } from '../data/regions.ts'
import { BUREAU_TABLES } from '../tables.ts'
import type { Cast } from './bodies.ts'
import type { Landed } from './datasets.ts'
import type { Tell } from './tell.ts'

const MAKER = systemActor('demo')
/** The civil register and the register of entities are Shanghai's: they say what is right for its bureau only. */
const PUBLIC = ['natural_person', 'legal_entity'] as const
const LISTS = ['diag_list_b', 'hilist_b', 'admdvs_b'] as const
const SHANGHAI = '310000'

/**
 * Data governance of the demo: a treatment for each bureau, checked once, and Shanghai's repaired. Each step looks first
 * whether it was done; what a job of it costs is the machine's, not the visitor's, who is looking around already.
 */
export async function governDemo(
  core: Core,
  cast: Cast,
  landed: Landed,
  tell: Tell,
  signal?: AbortSignal,
): Promise<void> {
  for (const { code } of BUREAUS) {
    signal?.throwIfAborted()
    const treatment = await treatmentOf(core, cast, landed, code)
    if (!(await wasChecked(core, treatment))) {
      const { jobId } = await runQuality(core, MAKER, treatment)
      await ended(core, jobId, signal)
      tell(`质量检查：${code}`, `quality check: ${code}`)
    }
    if (code !== SHANGHAI || (await wasRepaired(core, treatment))) continue
    const { jobId } = await requestRepair(core, cast.user('sh-steward'), treatment)
    await ended(core, jobId, signal)
    tell('清洗修正：上海', 'repair: Shanghai')
  }
}

/** Waits for a job; a shutdown does not wait for it, since the job goes on at the next start. */
async function ended(core: Core, jobId: string, signal: AbortSignal | undefined): Promise<void> {
  const stopped = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  await Promise.race([core.jobs.finished(jobId), stopped])
}

async function treatmentOf(core: Core, cast: Cast, landed: Landed, code: string): Promise<string> {
  const bureau = cast.body(`nhsa-${code}`)
  const known = await core.db
    .selectFrom('treatment')
    .select('id')
    .where('participant_id', '=', bureau)
    .executeTakeFirst()
  if (known) return known.id
  const references = code === SHANGHAI ? [...LISTS, ...PUBLIC] : LISTS
  for (const table of references) await granted(core, at(landed, table), bureau)
  return createTreatment(core, MAKER, {
    participantId: bureau,
    title: '参保缴费与结算数据治理（合成）',
    tables: BUREAU_TABLES.map((table) => ({ table, datasetId: at(landed, `${code}/${table}`) })),
    references: references.map((table) => ({ table, datasetId: at(landed, table) })),
    // The demo asks for its checks itself, one after another.
    automatic: false,
  })
}

async function granted(core: Core, datasetId: string, granteeId: string): Promise<void> {
  const known = await core.db
    .selectFrom('reference_grant')
    .select('id')
    .where('dataset_id', '=', datasetId)
    .where('grantee_id', '=', granteeId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (known) return
  await grantReference(core, MAKER, { datasetId, granteeId, purpose: '核对参保与结算数据（演示）' })
}

/** `310000/setl_d`, or a table of another folder by its name alone. */
function at(landed: Landed, name: string): string {
  const found = landed.get(name) ?? [...landed].find(([path]) => path.endsWith(`/${name}`))?.[1]
  if (!found) throw new Error(`the demo has no dataset ${name}`)
  return found.datasetId
}

const wasChecked = async (core: Core, treatment: string): Promise<boolean> =>
  (await core.db
    .selectFrom('quality_run')
    .select('id')
    .where('treatment_id', '=', treatment)
    .executeTakeFirst()) !== undefined

const wasRepaired = async (core: Core, treatment: string): Promise<boolean> =>
  (await core.db
    .selectFrom('repair_run')
    .select('id')
    .where('treatment_id', '=', treatment)
    .executeTakeFirst()) !== undefined
