import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONTEST_PROJECT } from '../../src/demo/make/contest.ts'
import { acceptLink, makeLink } from '../../src/flow/authority/index.ts'
import { approveRequest, contractById, makeRequest, signContract } from '../../src/flow/contract/index.ts'
import { openOffer } from '../../src/flow/policy/index.ts'
import type { FileStory } from '../../src/oversight/audit/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { createProduct, listDatasets, publishProduct } from '../../src/supply/catalog/index.ts'
import { profileView, saveProfile, stateLegal } from '../../src/supply/treat/index.ts'
import type { RequestView } from '../../src/use/airlock/index.ts'
import type {
  CellView,
  ImportView,
  NotebookBrief,
  RecordedView,
  SeatTableView,
  SeatView,
} from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../support/client.ts'
import { demoActor as actorOf } from '../support/limited.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'

/**
 * The whole way of a team: claims of a bureau, a public register and a table of its own meet in a seat; a model is
 * trained; metrics and model leave by two blind checkers, returned once; the auditor follows the file back and replays.
 */

let demo: SmallDemo
let core: Core
let origin: string
let lead: Client
let why = ''
let projectId: string
let seat: SeatView
let book: NotebookBrief
let request: RequestView

const DAY_MS = 86_400_000

beforeAll(async () => {
  demo = await smallDemo()
  core = demo.opened.core
  origin = await demo.serve()
  const { level, parts } = await demo.opened.sandbox.seats.house.driver.isolation()
  if (level === 'none') {
    why = parts.flatMap(({ ok, en }) => (ok ? [] : en)).join('; ')
    return
  }
  lead = await demoClient(origin, 'team-a-lead')
  const projects = await lead.get<{ items: { id: string; title: string }[] }>('/projects')
  projectId = projects.items.find(({ title }) => title === CONTEST_PROJECT)!.id
  await registerJoins()
}, 900_000)
afterAll(() => demo?.end())

/** The public register under a second contract of the same project, so that its pseudonyms meet those of the claims. */
async function registerJoins(): Promise<void> {
  const officer = await actorOf(core, 'public-officer')
  const team = await actorOf(core, 'team-a-lead')
  const operator = await actorOf(core, 'organiser')
  const { items } = await listDatasets(core, { participantId: officer.participantId, offset: 0, limit: 200 })
  const dataset = items.find(({ code }) => code === 'public_natural_person')!
  const { profile } = await profileView(core, officer, dataset.id)
  await saveProfile(core, officer, dataset.id, {
    ...profile,
    columns: { ...profile.columns, domicile_region: { kind: 'region', to: 'province' } },
    risk: { ...profile.risk, quasi: ['gender', 'domicile_region'], sensitive: null, maxSuppressed: 0.05 },
  })
  const productId = await createProduct(core, officer, {
    code: 'contest_register',
    titleZh: '自然人基础信息（赛题）',
    titleEn: 'Civil register for the contest',
    tables: [{ name: 'natural_person', versionId: dataset.latest!.id }],
  })
  await stateLegal(core, officer, productId, {
    state: 'deidentified',
    assessment: {
      purpose: '赛题建模，限合约用途。',
      impact: '姓名与证件号不出域，只提供去标识化的字段。',
      measures: '项目密钥假名、双人审核、全程存证。',
      author: '龚平',
      date: '2026-01-05',
      conclusion: 'acceptable_with_measures',
    },
  })
  await publishProduct(core, officer, productId)
  const offer = await openOffer(core, officer, {
    productId,
    policy: {
      consumers: 'any',
      purposes: ['contest_modelling'],
      until: core.clock.now() + 30 * DAY_MS,
      maxRuns: 1000,
      columns: { natural_person: { certno: 'identity', gender: 'group', domicile_region: 'group' } },
      joinKeys: [],
      minGroup: 10,
      disclosure: { outputs: ['table', 'chart', 'model', 'report', 'file'], checkers: 2 },
    },
  })
  await authorised(officer.participantId, operator, team)
  const asked = await makeRequest(core, team, {
    offerId: offer.value.id,
    purpose: 'contest_modelling',
    project: { id: projectId },
    reason: '与结算数据在席位内关联，训练住院费用模型。',
  })
  const { contractId } = (await approveRequest(core, officer, asked.value.id, null)).value
  const contract = (await contractById(core, contractId!))!
  await signContract(core, team, contract.id, { hash: contract.hash })
}

/** The register stands in a zone that requires an authority: the operator grants its own on to the team. */
async function authorised(
  grantorId: string,
  operator: Awaited<ReturnType<typeof actorOf>>,
  team: typeof operator,
): Promise<void> {
  const parent = await core.db
    .selectFrom('authority')
    .select(['id', 'scope', 'from_at', 'until_at'])
    .where('grantor_id', '=', grantorId)
    .where('grantee_id', '=', operator.participantId)
    .executeTakeFirstOrThrow()
  const link = await makeLink(core, operator, {
    parentId: parent.id,
    granteeId: team.participantId,
    scope: {
      ...parent.scope,
      purposes: ['contest_modelling'],
      actions: ['access', 'read', 'compute', 'download'],
    },
    from: parent.from_at,
    until: parent.until_at,
    fees: { basis: 'free', fen: 0, percent: null, note: '' },
  })
  await acceptLink(core, team, link.value.id)
}

const seatLive = async (): Promise<void> => {
  for (let tries = 0; seat.state !== 'live' && tries < 240; tries += 1) {
    await sleep(500)
    seat = await lead.get<SeatView>(`/seats/${seat.id}`)
  }
  expect(seat).toMatchObject({ state: 'live', problem: null })
  seat = await lead.post<SeatView>(`/seats/${seat.id}/enter`)
}

const at = () => `/seats/${seat.id}/notebooks/${book.id}`
/** Saves one cell as the whole notebook and runs it to its end. */
async function run(id: string, source: string, language: 'python' | 'sql' = 'python'): Promise<CellView> {
  const saved = await lead.raw(at(), {
    method: 'PUT',
    body: JSON.stringify({ version: book.version, name: book.name, cells: [{ id, language, source }] }),
    headers: { 'content-type': 'application/json' },
  })
  expect(saved.status).toBe(200)
  book = (await saved.json()) as NotebookBrief
  return lead.post<CellView>(`${at()}/cells/${id}/run?waitMs=60000`)
}
const textOf = (cell: CellView) =>
  cell.outputs.map((one) => (one.kind === 'text' ? one.text : one.kind === 'error' ? one.trace : '')).join('')

const JOIN = `
import xinyu, pandas as pd
claims = xinyu.table("setl_d")
people = xinyu.table("natural_person")
weights = xinyu.own("weights")
weights["med_type"] = weights["med_type"].astype(str)
df = claims.merge(people, left_on="psn_no", right_on="certno", suffixes=("", "_reg"))
df = df.merge(weights, on="med_type", how="left")
print(len(claims), len(df), df["weight"].notna().sum())`

const TRAIN = `
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
import joblib, json
X = pd.get_dummies(df[["gender", "med_type", "insutype"]].astype(str)).astype(float)
X["weight"] = df["weight"].fillna(1.0)
y = df["medfee_sumamt"] / 100.0
train, test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=7)
model = RandomForestRegressor(n_estimators=20, min_samples_leaf=30, max_depth=4, random_state=7).fit(train, y_train)
joblib.dump(model, "model.joblib")
by = df.groupby("med_type").agg(persons=("psn_no", "nunique"), mean=("medfee_sumamt", "mean")).reset_index()
by["mean"] = (by["mean"] / 10000).round() * 10000
by.to_csv("metrics.csv", index=False)
print("MAE", round(mean_absolute_error(y_test, model.predict(test)), -2), by["persons"].min())`

const ROUND = `
safe = by[by["persons"] >= 10].copy()
safe["persons"] = (safe["persons"] / 5).round().astype(int) * 5
safe.to_csv("metrics.csv", index=False)`

const METRICS = {
  shows: '各医疗类别的人数与平均费用（元，取整到百元），用来说明模型的训练数据。',
  how: '按 med_type 分组统计不同参保人数与均值；人数不足 10 的类别已去掉，其余取整到 5。',
  persons: 300,
  kind: 'table',
  countColumns: ['persons'],
}
const MODEL = {
  shows: '住院费用的随机森林模型，20 棵树，每个叶子不少于 30 次结算。',
  how: 'RandomForestRegressor(n_estimators=20, min_samples_leaf=30, max_depth=4)，特征只有性别、险种、医疗类别与自带权重。',
  persons: 300,
  kind: 'model',
  countColumns: [],
}

describe('a team of the contest', () => {
  test('is skipped only where nothing isolates', ({ skip }) => {
    skip(why !== '', `seats do not start here: ${why}`)
    expect(projectId).toBeTruthy()
  })

  test('brings a table of its own, which the operator approves', async ({ skip }) => {
    skip(why !== '')
    const organiser = await demoClient(origin, 'organiser')
    const csv = `med_type,weight\n${['11', '12', '13', '14', '21', '22', '51', '52', '990101', '9901'].map((code, i) => `${code},${1 + i / 10}`).join('\n')}\n`
    const query = new URLSearchParams({
      kind: 'table',
      name: 'weights.csv',
      right: '本队按公开文献整理的类别权重，不含个人信息。',
    })
    const sent = await lead.raw(`/projects/${projectId}/imports?${query.toString()}`, {
      method: 'POST',
      body: csv,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(sent.status, await sent.clone().text()).toBe(200)
    let asked = (await sent.json()) as ImportView
    for (let tries = 0; asked.state === 'scanning' && tries < 100; tries += 1) {
      await sleep(200)
      const { items } = await lead.get<{ items: ImportView[] }>(`/projects/${projectId}/imports`)
      asked = items.find(({ id }) => id === asked.id)!
    }
    expect(asked).toMatchObject({ state: 'waiting', findings: [] })
    await expect(lead.post(`/imports/${asked.id}/approve`, { reason: '自己批准' })).rejects.toMatchObject({
      status: 403,
    })
    const approved = await organiser.post<ImportView>(`/imports/${asked.id}/approve`, {
      reason: '公开资料，同意。',
    })
    expect(approved.state).toBe('approved')
  })

  test('joins claims, register and its own table in the seat, and trains a model', {
    timeout: 240_000,
  }, async ({ skip }) => {
    skip(why !== '')
    seat = await lead.post<SeatView>('/seats', { projectId, name: '建模' })
    await seatLive()
    expect(seat.runIds).toHaveLength(2)
    const { items } = await lead.get<{ items: SeatTableView[] }>(`/seats/${seat.id}/tables`)
    expect(items.map(({ name, origin }) => `${origin}:${name}`).sort()).toEqual([
      'own:weights',
      'project:natural_person',
      'project:setl_d',
      'project:setl_list_diag_d',
    ])
    book = await lead.post<NotebookBrief>(`/seats/${seat.id}/notebooks`, { name: '建模' })
    const joined = await run('join', JOIN)
    expect(joined.state, textOf(joined)).toBe('ok')
    const [claims, met, weighted] = textOf(joined).trim().split(' ').map(Number)
    expect(met).toBeGreaterThan(claims! * 0.5)
    expect(weighted).toBeGreaterThan(0)
    const trained = await run('train', TRAIN)
    expect(trained.state, textOf(trained)).toBe('ok')
    expect(textOf(trained)).toContain('MAE')
  })

  test('is returned once by two blind checkers, corrects, and is released', { timeout: 240_000 }, async ({
    skip,
  }) => {
    skip(why !== '')
    const [one, two] = await Promise.all(['checker1', 'checker2'].map((login) => demoClient(origin, login)))
    request = await lead.post<RequestView>('/airlock/requests', {
      projectId,
      seatId: seat.id,
      title: '模型与指标',
    })
    for (const [path, context] of [
      ['metrics.csv', METRICS],
      ['model.joblib', MODEL],
    ] as const)
      await lead.post(`/airlock/requests/${request.id}/files`, { path, context })
    // Small groups never reach a person: the machine returns them, with the place.
    await submitted('returned')
    expect(metrics().findings.map(({ rule }) => rule)).toContain('small-count')
    expect((await run('round', ROUND)).state).toBe('ok')
    await changed({ ...METRICS, how: '按类别分组。' })
    await submitted('review')
    await decided(one!, 'return', ['little-context'])
    // What the first decided shows nowhere: neither to the author nor to the second.
    expect(await lead.get<RequestView>(`/airlock/requests/${request.id}`)).toMatchObject({
      state: 'review',
      opinions: [],
    })
    expect(await two!.get<RequestView>(`/airlock/requests/${request.id}`)).toMatchObject({ opinions: [] })
    await decided(two!, 'return', ['little-context'])
    request = await lead.get<RequestView>(`/airlock/requests/${request.id}`)
    expect(request.state).toBe('returned')

    await changed(METRICS)
    await submitted('review')
    await decided(one!, 'approve', [])
    await decided(two!, 'approve', [])
    request = await lead.get<RequestView>(`/airlock/requests/${request.id}`)
    expect(request.state).toBe('approved')
    // Neither the author nor a colleague releases it.
    await expect(lead.post(`/airlock/requests/${request.id}/release`, {})).rejects.toMatchObject({
      status: 403,
    })
    request = await one!.post<RequestView>(`/airlock/requests/${request.id}/release`, {})
    expect(request.state).toBe('released')
  })

  test('takes the files away, with receipts that anybody can verify', async ({ skip }) => {
    skip(why !== '')
    const vkey = (await (await lead.raw('/evidence/key')).text()).trim()
    for (const file of request.files) {
      const taken = await lead.raw(`/runs/${file.runId}/file`)
      expect(taken.status).toBe(200)
      expect((await taken.arrayBuffer()).byteLength).toBe(file.bytes)
      const receipt = Buffer.from(await (await lead.raw(`/runs/${file.runId}/receipt`)).arrayBuffer())
      const verdict = verifyReceipt(receipt, { vkey })
      expect(verdict.ok, JSON.stringify(verdict)).toBe(true)
    }
  })

  test('the auditor follows a file back to its sources and replays the session', async ({ skip }) => {
    skip(why !== '')
    const auditor = await demoClient(origin, 'auditor')
    const model = request.files.find(({ path }) => path === 'model.joblib')!
    const story = await auditor.get<FileStory>(`/audit/story/${model.runId}`)
    const moments = new Set(story.steps.map(({ moment }) => moment))
    for (const moment of [
      'landed',
      'prepared',
      'contract',
      'seat',
      'cell',
      'request',
      'check',
      'opinion',
      'release',
      'download',
    ])
      expect([...moments], moment).toContain(moment)
    const recorded: RecordedView[] = []
    for (let from: number | null = 0; from !== null; ) {
      const page: { items: RecordedView[]; next: number | null } = await auditor.get(
        `/seats/${seat.id}/recording?from=${from}&limit=50`,
      )
      recorded.push(...page.items)
      from = page.next
    }
    const cells = recorded.filter(({ kind }) => kind === 'cell')
    expect(cells.map(({ text }) => text)).toEqual(
      [JOIN, TRAIN, ROUND].map((source) => expect.stringContaining(source.trim().slice(0, 40))),
    )
    expect(recorded.map(({ seq }) => seq)).toEqual(recorded.map(({ seq }) => seq).toSorted((a, b) => a - b))
    await expect(lead.get(`/seats/${seat.id}/recording`)).rejects.toMatchObject({ status: 403 })
  })
})

async function submitted(end: 'review' | 'returned'): Promise<void> {
  await lead.post(`/airlock/requests/${request.id}/submit`, {})
  for (let tries = 0; tries < 480; tries += 1) {
    request = await lead.get<RequestView>(`/airlock/requests/${request.id}`)
    if (request.state !== 'checking') break
    await sleep(250)
  }
  expect(request.state, JSON.stringify(request.files.map(({ path, findings }) => ({ path, findings })))).toBe(
    end,
  )
}

/** A file that was corrected has an id of its own: the one before stays with its round. */
const metrics = () => request.files.find(({ path }) => path === 'metrics.csv')!

/** The file as the seat holds it now, with these words. */
async function changed(context: typeof METRICS): Promise<void> {
  const answer = await lead.raw(`/airlock/requests/${request.id}/files/${metrics().id}`, {
    method: 'PUT',
    body: JSON.stringify({ context, path: 'metrics.csv' }),
    headers: { 'content-type': 'application/json' },
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
}

async function decided(checker: Client, decision: 'approve' | 'return', reasons: string[]): Promise<void> {
  await checker.post(`/airlock/requests/${request.id}/claim`, { claim: true })
  await checker.post(`/airlock/requests/${request.id}/opinion`, {
    decision,
    reasons,
    text: decision === 'return' ? '请写明怎样分组、人数怎样计。' : '已核对，同意出域。',
    perFile: request.files.map(({ id, path }) => ({
      fileId: id,
      ok: decision === 'approve' || path !== 'metrics.csv',
      text: '',
    })),
  })
}
