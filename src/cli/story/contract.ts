import type { UserActor } from '../../kernel/actor.ts'
import { approveRequest, contractById, makeRequest, signContract } from '../../flow/contract/index.ts'
import { openOffer, type PolicyInput, suggestJoinKeys, suggestLevels } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { createProduct, publishProduct, tablesOf } from '../../supply/catalog/index.ts'
import type { FolderTable } from '../../supply/source/index.ts'
import { stateLegal } from '../../supply/treat/index.ts'
import type { StoryCast } from './cast.ts'

const MONTH_MS = 30 * 86_400_000

/** All tables of the folder as one product, with the levels that the suggestion proposes. */
export async function publish(
  core: Core,
  officer: UserActor,
  tables: readonly FolderTable[],
  minGroup: number,
): Promise<{ productId: string; offerId: string }> {
  const productId = await createProduct(core, officer, {
    code: 'story',
    titleZh: '故事产品',
    titleEn: 'Story product',
    summary: 'All tables of the folder.',
    tables: tables.map((table) => ({ name: table.code, versionId: table.versionId })),
  })
  await stateLegal(core, officer, productId, {
    state: 'deidentified',
    assessment: {
      purpose: 'A story on real input, run by its owner: statistics only, nothing leaves the domain.',
      impact: 'No value of a person is shown; groups below the minimum are withheld.',
      measures: 'Minimum group, closed query plan, evidence of every step.',
      author: 'xinyu story',
      date: new Date(core.clock.now()).toISOString().slice(0, 10),
      conclusion: 'acceptable_with_measures',
    },
  })
  await publishProduct(core, officer, productId)
  const described = await tablesOf(core, productId)
  const policy: PolicyInput = {
    consumers: 'any',
    purposes: ['service_improvement'],
    until: core.clock.now() + MONTH_MS,
    maxRuns: 100,
    columns: Object.fromEntries(described.map((table) => [table.name, suggestLevels(table)])),
    joinKeys: suggestJoinKeys(described),
    minGroup,
  }
  const { value } = await openOffer(core, officer, { productId, policy })
  return { productId, offerId: value.id }
}

/** The consumer asks, the provider agrees and signs, the consumer signs. Returns the contract's id. */
export async function agree(core: Core, { officer, analyst }: StoryCast, offerId: string): Promise<string> {
  const { value: request } = await makeRequest(core, analyst, {
    offerId,
    purpose: 'service_improvement',
    project: { title: 'Story project' },
    reason: 'To show the whole path on real input, from file to receipt.',
  })
  const { contractId } = (await approveRequest(core, officer, request.id, null)).value
  const contract = contractId === null ? undefined : await contractById(core, contractId)
  if (!contract) throw new Error('the story has no contract: an approval stands in the way')
  const { state } = (await signContract(core, analyst, contract.id, { hash: contract.hash })).value
  if (state !== 'active') throw new Error(`the contract of the story is ${state}`)
  return contract.id
}
