import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSpace, type OpenSpace } from '../../app.ts'
import { verifyReceipt, verifyResult } from '../../safeguard/evidence/verifier/index.ts'
import { outputBytes, type OutputTable, visibleRun } from '../../use/run/index.ts'
import { importFolder } from '../../supply/source/index.ts'
import { textTable } from '../table.ts'
import { cast, type StoryCast } from './cast.ts'
import { agree, publish } from './contract.ts'
import { chooseQuery } from './query.ts'
import { createTeller, type Teller } from './teller.ts'

export interface StoryInput {
  readonly home: string
  readonly from: string
  readonly insured: { readonly table: string; readonly column: string } | null
  readonly minGroup: number
  readonly json: boolean
  readonly kept: boolean
}

/** Tells the whole story in a space of its own. Returns the exit code: 0 ends with a verified receipt. */
export async function tellStory(input: StoryInput): Promise<number> {
  const opened = await openSpace({
    home: input.home,
    create: { nameZh: '故事空间', nameEn: 'Story space', demo: false },
    settings: { logLevel: 'error' },
  })
  try {
    const teller = createTeller(opened.core, input.json)
    const ok = await chapters(opened, input, teller)
    teller.end(ok)
    return ok ? 0 : 1
  } finally {
    await opened.stop()
  }
}

async function chapters(opened: OpenSpace, input: StoryInput, teller: Teller): Promise<boolean> {
  const { core, runs } = opened
  const people = await cast(core)
  await teller.step('登记提供方与使用方', 'two bodies are registered', people.provider.participantId)

  const tables = await importFolder(core, people.officer, {
    dir: input.from,
    insured: input.insured,
    onTable: (table) =>
      teller.line(
        `    ${table.code}: ${table.rows.toLocaleString('en')} rows` +
          (table.persons
            ? `, ${table.insuredCount?.toLocaleString('en')} insured by ${table.insuredColumn} (${table.reason.en})`
            : ''),
      ),
  })
  await teller.step('入库为不可变版本', 'landed as immutable versions', tables.at(-1)!.versionId)

  const { productId, offerId } = await publish(core, people.officer, tables, input.minGroup)
  await teller.step('编目成产品并附策略要约', 'published as a product, offered under a policy', offerId)

  const contractId = await agree(core, people, offerId)
  await teller.step('申请、同意，合约生效', 'requested and agreed: the contract is in force', contractId)

  await tellRefusal(
    opened,
    people,
    contractId,
    await chooseQuery(core, productId, contractId, 'refused'),
    teller,
  )
  return tellRelease(
    opened,
    input,
    people,
    contractId,
    await chooseQuery(core, productId, contractId, 'useful'),
    teller,
    runs,
  )
}

async function tellRefusal(
  { core, runs }: OpenSpace,
  { analyst }: StoryCast,
  contractId: string,
  sql: string,
  teller: Teller,
): Promise<void> {
  const runId = await runs.run(analyst, { contractId, kind: 'query', sql })
  const { state, problem } = await visibleRun(core, analyst, runId)
  if (state !== 'refused' || !problem) throw new Error(`a query that shows persons ended ${state}: ${sql}`)
  await teller.step('一次被拒的查询', 'one refused query', runId)
  teller.line(`    ${sql.replaceAll('\n', '\n    ')}`)
  teller.line(`    ⊘ ${problem.zh}`)
  teller.line(`      ${problem.en} [${problem.code}]`)
}

async function tellRelease(
  { core }: OpenSpace,
  input: StoryInput,
  { analyst }: StoryCast,
  contractId: string,
  sql: string,
  teller: Teller,
  runs: OpenSpace['runs'],
): Promise<boolean> {
  const runId = await runs.run(analyst, { contractId, kind: 'query', sql })
  const run = await visibleRun(core, analyst, runId)
  teller.line(`    ${sql.replaceAll('\n', '\n    ')}`)
  if (run.state !== 'released') {
    teller.line(`    ${run.state}: ${run.problem?.en ?? `no group reaches ${input.minGroup} persons`}`)
    return false
  }
  const bytes = await outputBytes(core, analyst, runId)
  const output = JSON.parse(bytes.toString('utf8')) as OutputTable
  await teller.step('检查后放行的结果', 'one released result', runId)
  for (const line of textTable(output, 12)) teller.line(`    ${line}`)
  teller.line(`    (cells on fewer than ${input.minGroup} insured persons are not shown)`)
  return verifyOffline(core, input, run.releaseLeaf!, bytes, teller)
}

async function verifyOffline(
  core: OpenSpace['core'],
  input: StoryInput,
  leaf: number,
  result: Buffer,
  teller: Teller,
): Promise<boolean> {
  const receipt = await core.evidence.receiptFor(leaf)
  const vkey = core.evidence.vkey()
  if (input.kept) {
    await writeFile(join(input.home, 'result.json'), result)
    await writeFile(join(input.home, 'receipt.json'), receipt)
    await writeFile(join(input.home, 'space.vkey'), `${vkey}\n`)
  }
  const verdict = verifyReceipt(receipt, { vkey })
  if (!verdict.ok) {
    teller.line(`    ✗ ${verdict.where}: ${verdict.why}`)
    return false
  }
  const matches = verifyResult(verdict, result)
  teller.line('')
  teller.line(
    `✓ 回执离线核验 receipt verified offline: ${verdict.entry.kind}, leaf ${verdict.leaf} of ${verdict.size}`,
  )
  teller.line(`  signed by ${verdict.signer}`)
  teller.line(`  ${matches.ok ? '✓' : '✗'} 结果与回执一致 the result is the one of the receipt`)
  if (input.kept)
    teller.line(
      `  npx xinyu verify ${join(input.home, 'receipt.json')} --key ${join(input.home, 'space.vkey')} --result ${join(input.home, 'result.json')}`,
    )
  return matches.ok
}
