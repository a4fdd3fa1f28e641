import type { UserActor } from '../../kernel/actor.ts'
import { consentMigrations } from '../../flow/consent/index.ts'
import { contractById, type ContractView } from '../../flow/contract/index.ts'
import { decisionMigrations } from '../../flow/decision/index.ts'
import type { PolicyInput } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createRuns, type Prepared, type RunOptions, type Runs, type StepKind } from './index.ts'
import { grantRun } from './moments/grant.ts'
import { historyMigrations } from '../check/index.ts'
import { runMigrations } from './tables.ts'
import { createTools } from './tools.ts'
import { environmentOf, NO_ORIGIN } from './use.ts'
import { type ContractSpace, contractSpace } from '../../../test/support/contracts.ts'

/** What the step of a test does, and when: the ways of a run without an engine. */
export interface Script {
  /** Called where data would be opened. */
  execute(signal: AbortSignal): Promise<void>
  readonly rows?: number
  /** Rows that the step says it can give at most. */
  readonly most?: number
  /** Do the rows rest on persons? Without them nothing is protected. */
  readonly persons?: boolean
}

export interface RunSpace extends ContractSpace {
  readonly runs: Runs
  readonly asker: UserActor
  /** A contract in force under a policy like the offered one. */
  contract(policy?: Partial<PolicyInput>): Promise<ContractView>
  /** One run to its end; the run's id. */
  query(contractId: string, script?: Script, consentId?: string): Promise<string>
  /** A run that was granted and goes no further, as a server leaves it that is killed before data was opened. */
  granted(contractId: string): Promise<string>
  /** A run that opened data and goes no further. */
  opened(contractId: string): Promise<string>
}

const NOTHING: Script = { execute: async () => {} }

export async function runSpace(
  options: RunOptions = {},
  settings: Record<string, unknown> = {},
): Promise<RunSpace> {
  const space = await contractSpace(settings, [
    decisionMigrations,
    consentMigrations,
    runMigrations,
    historyMigrations,
  ])
  const { core } = space
  const runs = createRuns(core, options)
  const scripts = new Map<string, Script>()
  runs.register(scripted(scripts))
  const asker: UserActor = { ...space.officer('insurer'), roles: ['developer'] }
  const query = (contractId: string, script: Script = NOTHING, consentId?: string): Promise<string> => {
    const sql = crypto.randomUUID()
    scripts.set(sql, script)
    return runs.run(asker, { contractId, kind: 'query', sql, ...(consentId ? { consentId } : {}) })
  }
  return {
    ...space,
    runs,
    asker,
    query,
    contract: (policy = {}) => space.active({ policy: space.policy(policy) }),
    async granted(contractId) {
      const contract = (await contractById(core, contractId))!
      const use = {
        ...({ kind: 'query', action: 'compute', title: null, text: 'never opened', fields: [] } as const),
        environment: environmentOf(NO_ORIGIN, 'xinyu/gate'),
        facts: { person: null, most: { rows: 10, bytes: 1000 }, enforceable: [] },
      }
      return (await grantRun(createTools(core), asker, contract, use)).value.runId
    },
    async opened(contractId) {
      const known = await runningUnder(core, contractId)
      await new Promise<void>((reached) => {
        const execute = () => {
          reached()
          return new Promise<never>(() => {})
        }
        void query(contractId, { execute })
      })
      return (await runningUnder(core, contractId)).find((id) => !known.includes(id))!
    },
  }
}

async function runningUnder(core: Core, contractId: string): Promise<string[]> {
  const rows = await core.db
    .selectFrom('run')
    .select('id')
    .where('contract_id', '=', contractId)
    .where('state', '=', 'running')
    .execute()
  return rows.map(({ id }) => id)
}

function scripted(scripts: ReadonlyMap<string, Script>): StepKind<{ sql: string }> {
  return {
    kind: 'query',
    async prepare({ sql }, terms) {
      const script = scripts.get(sql)!
      const prepared: Prepared = {
        plan: { scripted: true },
        summary: { zh: '', en: '' },
        fields: ['setl_d.age'],
        mostRows: script.most ?? 10,
        enforces: () => false,
        restricted: () => prepared,
        async execute(signal) {
          await script.execute(signal)
          const rows = Array.from({ length: script.rows ?? 1 }, (_, index) => {
            const cells = [{ value: index, support: terms.rules.minGroup }]
            return { set: 0, keys: [], cells, support: terms.rules.minGroup, institutions: null }
          })
          const cell = { type: 'INTEGER', kind: 'frequency', additive: true, family: 'count' } as const
          const base = {
            keys: [],
            cells: [cell],
            sets: [[]],
            rows,
            persons: script.persons ?? false,
            members: null,
          }
          return { bases: [base], elapsedMs: 1, peakBytes: 1 }
        },
        finish: ([base]) => ({
          columns: [{ name: 'n', type: 'INTEGER', role: 'statistic' }],
          rows: base!.rows.map(({ cells }) => cells),
        }),
      }
      return prepared
    },
  }
}
