import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import {
  createProduct,
  createZone,
  landVersion,
  lineageOf,
  type LineageGraph,
  type Origin,
  publishProduct,
  registerDataset,
} from '../index.ts'

let space: SupplySpace
let owner: UserActor
let other: UserActor
beforeAll(async () => {
  space = await supplySpace()
  ;[owner, other] = [space.officer(), space.officer()]
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())

interface Landed {
  readonly datasetId: string
  readonly versionId: string
}

async function landed(
  actor: UserActor,
  code: string,
  columns: readonly string[],
  origin?: Origin,
  zoneId: string | null = null,
  into?: string,
): Promise<Landed> {
  const datasetId =
    into ??
    (await registerDataset(space.core, actor, { code, titleZh: `数据 ${code}`, titleEn: code, zoneId }))
  const versionId = newId()
  await landVersion(space.core, actor, {
    versionId,
    datasetId,
    importId: newId(),
    rows: 1,
    rejected: 0,
    bytes: 1,
    hash: 'ab',
    contentHash: null,
    ...(origin ? { origin } : {}),
    columns: columns.map((name) => ({
      name,
      type: 'VARCHAR',
      nulls: 0,
      distinctApprox: 1,
      why: 'treatment',
      format: null,
    })),
    insuredCount: null,
    insuredGeneration: null,
    files: [],
    sourceFiles: [],
  })
  return { datasetId, versionId }
}

/** `raw.a → map.b` for each edge, sorted. */
function drawn({ nodes, edges }: LineageGraph): string[] {
  const code = (id: string) => {
    const node = nodes.find((one) => one.id === id)!
    return node.kind === 'hidden' ? 'hidden' : node.code
  }
  return edges
    .map((edge) => `${code(edge.from)}.${edge.fromColumn} → ${code(edge.to)}.${edge.toColumn}`)
    .sort()
}

test('columns are followed up and down, to the product; what others may not see has no name', async () => {
  const zoneId = await createZone(space.core, owner, {
    code: 'closed',
    titleZh: '成员专区',
    titleEn: 'Closed',
    rules: { readers: 'members' },
  })
  const raw = await landed(owner, 'raw', ['a', 'b'], undefined, zoneId)
  const extra = await landed(owner, 'extra', ['x'])
  const map = await landed(owner, 'mapped', ['a', 'c', 'd', 'made'], {
    kind: 'map',
    from: [raw, extra],
    by: { id: 'mapping' },
    columns: {
      c: [{ datasetId: raw.datasetId, column: 'b', how: 'trim' }],
      d: [
        { datasetId: raw.datasetId, column: 'b', how: 'join' },
        { datasetId: extra.datasetId, column: 'x', how: 'lookup' },
      ],
      made: [],
    },
  })
  const product = await createProduct(space.core, owner, {
    code: 'thing',
    titleZh: '产品',
    titleEn: 'Thing',
    tables: [{ name: 't', versionId: map.versionId }],
  })
  const up = ['extra.x → mapped.d', 'raw.a → mapped.a', 'raw.b → mapped.c', 'raw.b → mapped.d']
  const down = ['a', 'c', 'd', 'made'].map((column) => `mapped.${column} → thing.t.${column}`)
  const mine = (await lineageOf(space.core, owner, { datasetId: raw.datasetId }))!
  // Seen from the raw table its lookup table is no ancestor and no descendant.
  expect(drawn(mine)).toEqual([...down, ...up.filter((line) => !line.startsWith('extra'))].sort())
  const whole = (await lineageOf(space.core, owner, { datasetId: map.datasetId }))!
  expect(drawn(whole)).toEqual([...down, ...up].sort())
  expect(whole.edges.find((edge) => edge.toColumn === 'c' && edge.fromColumn === 'b')!.how).toBe('trim')

  const path = (await lineageOf(space.core, owner, { datasetId: map.datasetId, column: 'd' }))!
  expect(drawn(path)).toEqual(['extra.x → mapped.d', 'mapped.d → thing.t.d', 'raw.b → mapped.d'])
  expect(path.nodes.find((node) => node.code === 'mapped')!.columns.map(({ name }) => name)).toEqual(['d'])

  expect(await lineageOf(space.core, other, { datasetId: raw.datasetId })).toBeUndefined()
  const theirs = (await lineageOf(space.core, other, { datasetId: map.datasetId }))!
  expect(drawn(theirs)).toEqual(['extra.x → mapped.d', 'hidden.null → mapped.null'])
  const told = JSON.stringify(theirs)
  for (const secret of [raw.datasetId, raw.versionId, '数据 raw', 'trim', 'thing'])
    expect(told).not.toContain(secret)
  await publishProduct(space.core, owner, product)
  expect(drawn((await lineageOf(space.core, other, { datasetId: map.datasetId }))!)).toContain(
    'mapped.d → thing.t.d',
  )
})

test('versions of a chain are followed, and the newest is asked about when none is named', async () => {
  const first = await landed(owner, 'chain', ['k'])
  let before = first
  for (let number = 2; number <= 6; number++)
    before = await landed(
      owner,
      'chain',
      ['k'],
      { kind: 'increment', from: [before], by: null, columns: {} },
      null,
      first.datasetId,
    )
  const graph = (await lineageOf(space.core, owner, { datasetId: first.datasetId }))!
  expect(graph.focus).toBe(before.versionId)
  expect([graph.nodes.length, graph.edges.length]).toEqual([6, 5])
  const early = (await lineageOf(space.core, owner, first))!
  expect([early.focus, early.nodes.length]).toEqual([first.versionId, 6])
  expect(
    await lineageOf(space.core, owner, { datasetId: first.datasetId, versionId: newId() }),
  ).toBeUndefined()
  const empty = await registerDataset(space.core, owner, { code: 'none', titleZh: 'x', titleEn: 'x' })
  expect((await lineageOf(space.core, owner, { datasetId: empty }))!.nodes).toEqual([])
})

test('a hundred versions are drawn within a second, and a longer chain says that it is cut', async () => {
  const first = await landed(owner, 'long', ['k'])
  let before = first
  for (let number = 0; number < 220; number++)
    before = await landed(
      owner,
      'long',
      ['k'],
      { kind: 'increment', from: [before], by: null, columns: {} },
      null,
      first.datasetId,
    )
  const graph = (await lineageOf(space.core, owner, { datasetId: first.datasetId }))!
  expect(graph.cut).toBe(true)
  expect(graph.nodes).toHaveLength(200)
})
