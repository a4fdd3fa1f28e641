import { existsSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { type App, createServer } from '../../platform/http/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { catalogRoutes } from '../catalog/index.ts'
import { registerImportJob, sourceRoutes, sweepOrphans } from './index.ts'

let space: SupplySpace
let app: App
let caller: UserActor
let drop: string
beforeAll(async () => {
  drop = join('/tmp', `xinyu-drop-${process.pid}`)
  await mkdir(drop, { recursive: true })
  space = await supplySpace({ imports: { maxUploadBytes: 2_000, dropFolders: [drop] } })
  registerImportJob(space.core)
  await space.core.jobs.start()
  caller = space.officer()
  app = await createServer({
    log: pino({ level: 'silent' }),
    version: 'test',
    bodyLimitBytes: 100_000,
    ratePerMinute: 10_000,
    trustedProxies: [],
    authenticate: async () => caller,
    isSameOrigin: () => true,
  })
  catalogRoutes(app, space.core)
  sourceRoutes(app, space.core)
  await app.ready()
})
afterAll(async () => {
  await app?.close()
  await space?.stop()
  await rm(drop, { recursive: true, force: true })
})

const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object | string) => {
  const raw = typeof payload === 'string'
  const answer = await app.inject({
    method,
    url: `/api${url}`,
    ...(payload === undefined ? {} : { payload }),
    ...(raw ? { headers: { 'content-type': 'application/octet-stream' } } : {}),
  })
  return { status: answer.statusCode, body: answer.json<Record<string, never>>() }
}

const newDataset = async (code: string, more: object = {}): Promise<string> => {
  const { status, body } = await call('POST', '/datasets', {
    code,
    titleZh: '结算',
    titleEn: 'Settlements',
    ...more,
  })
  expect(status).toBe(200)
  return body['id']!
}

describe('from upload to product, over HTTP', () => {
  test('upload, import as a job, version, product, publish', { timeout: 90_000 }, async () => {
    const id = await newDataset('setl_d', { insuredColumn: 'psn_no', insuredSystem: 'psn_no:1' })
    const sent = await call(
      'PUT',
      `/datasets/${id}/uploads/${encodeURIComponent('结算 2024.csv')}`,
      'psn_no,x\np1,1\np2,2\n',
    )
    expect(sent).toMatchObject({ status: 200, body: { bytes: 19, name: '结算 2024.csv' } })
    expect((await call('GET', `/datasets/${id}/uploads`)).body).toMatchObject({ total: 1 })
    const asked = await call('POST', `/datasets/${id}/versions`, { files: ['结算 2024.csv'] })
    const job = await space.core.jobs.finished(asked.body['jobId']!)
    expect(job).toMatchObject({ state: 'done', result: { rows: 2, rejected: 0, insuredCount: 2, number: 1 } })
    expect((await call('GET', `/datasets/${id}/uploads`)).body).toMatchObject({ total: 0 })
    const versionId = (job.result as { versionId: string }).versionId
    expect((await call('GET', `/versions/${versionId}`)).body).toMatchObject({ rows: 2, datasetId: id })
    const tables = [{ name: 'setl_d', versionId }]
    const made = await call('POST', '/products', { code: 'p', titleZh: '产品', titleEn: 'Product', tables })
    const productId = String(made.body['id'])
    expect((await call('POST', `/products/${productId}/publish`)).status).toBe(200)
    const owner = caller
    caller = { ...space.officer(), roles: ['developer'] }
    expect((await call('GET', `/products/${productId}`)).body).toMatchObject({
      own: false,
      state: 'published',
    })
    expect((await call('GET', '/products?text=产品')).body).toMatchObject({ total: 1 })
    expect((await call('POST', `/products/${productId}/withdraw`)).status).toBe(403)
    expect((await call('PUT', `/datasets/${id}/uploads/a.csv`, 'a\n')).status).toBe(403)
    caller = space.officer()
    expect((await call('PUT', `/datasets/${id}/uploads/a.csv`, 'a\n')).body).toMatchObject({
      code: 'NOT_OWNER',
    })
    caller = owner
  })

  test('a refused file ends the job with its code, and waits to be replaced', {
    timeout: 60_000,
  }, async () => {
    const id = await newDataset('bad')
    await call('PUT', `/datasets/${id}/uploads/f.csv`, 'a,b\n1\n')
    const asked = await call('POST', `/datasets/${id}/versions`, { files: ['f.csv'] })
    const job = await space.core.jobs.finished(asked.body['jobId']!)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'IMPORT_RAGGED' } })
    expect((await call('GET', `/datasets/${id}`)).body).toMatchObject({ versions: [], latest: null })
  })

  test('names cannot leave the folder; the limit holds; nothing is left of a refused upload', async () => {
    const id = await newDataset('names')
    for (const name of ['..%2Fx.csv', '.hidden', 'a%00b', '%5Cx']) {
      expect((await call('PUT', `/datasets/${id}/uploads/${name}`, 'a\n')).status).toBe(400)
    }
    const large = await call('PUT', `/datasets/${id}/uploads/big.csv`, 'x'.repeat(3_000))
    expect(large.status).toBe(413)
    expect((await call('GET', `/datasets/${id}/uploads`)).body).toMatchObject({ total: 0 })
    expect((await call('POST', `/datasets/${id}/versions`, { files: ['none.csv'] })).body).toMatchObject({
      code: 'IMPORT_SOURCE_MISSING',
    })
    const wrong = await app.inject({
      method: 'PUT',
      url: `/api/datasets/${id}/uploads/f.csv`,
      payload: { a: 1 },
    })
    expect(wrong.statusCode).toBe(415)
  })

  test('a drop folder gives its own files only', { timeout: 60_000 }, async () => {
    const id = await newDataset('dropped')
    await writeFile(join(drop, 'ok.csv'), 'a,b\n1,2\n')
    if (!existsSync(join(drop, 'link.csv'))) await symlink('/etc/passwd', join(drop, 'link.csv'))
    for (const path of ['/etc/passwd', join(drop, '../../etc/passwd'), join(drop, 'link.csv'), drop]) {
      const refused = await call('POST', `/datasets/${id}/versions`, { dropFiles: [path] })
      expect(refused.body).toMatchObject({ code: 'IMPORT_SOURCE_MISSING' })
    }
    const asked = await call('POST', `/datasets/${id}/versions`, { dropFiles: [join(drop, 'ok.csv')] })
    const job = await space.core.jobs.finished(asked.body['jobId']!)
    expect(job).toMatchObject({ state: 'done', result: { rows: 1, insuredCount: null } })
    expect(existsSync(join(drop, 'ok.csv'))).toBe(true)
  })
})

describe('an upload in pieces', () => {
  const url = (id: string, name: string) => `/datasets/${id}/uploads/${encodeURIComponent(name)}`
  const piece = (id: string, name: string, offset: number, total: number, text: string, digest = '') =>
    call(
      'PUT',
      `${url(id, name)}/pieces?offset=${offset}&total=${total}${digest && `&digest=${digest}`}`,
      text,
    )

  test('goes on where it stopped, after a restart too, and is whole when its hash is right', async () => {
    const id = await newDataset('pieces')
    const text = 'a,b\n1,2\n3,4\n'
    const digest = digestOf(text)
    expect((await call('GET', url(id, '大.csv'))).body).toMatchObject({ received: 0, complete: false })
    expect(await piece(id, '大.csv', 0, 12, text.slice(0, 5))).toMatchObject({
      status: 200,
      body: { received: 5 },
    })
    expect(await piece(id, '大.csv', 3, 12, 'x')).toMatchObject({ status: 409 })
    await sweepOrphans(space.core)
    expect((await call('GET', url(id, '大.csv'))).body).toMatchObject({ received: 5, total: 12 })
    expect((await call('GET', `/datasets/${id}/uploads`)).body).toMatchObject({ total: 0 })
    const last = await piece(id, '大.csv', 5, 12, text.slice(5), digest)
    expect(last).toMatchObject({ status: 200, body: { received: 12, complete: true, digest } })
    expect((await call('GET', `/datasets/${id}/uploads`)).body).toMatchObject({
      items: [{ name: '大.csv', bytes: 12 }],
    })
    const wrong = await piece(id, 'b.csv', 0, 12, text, '0'.repeat(64))
    expect(wrong).toMatchObject({ status: 422, body: { type: 'urn:xinyu:error:UPLOAD_HASH' } })
    expect(await piece(id, 'c.csv', 0, 3, text)).toMatchObject({ status: 413 })
    expect(await piece(id, 'c.csv', 0, 3_000, text)).toMatchObject({ status: 413 })
  })

  test('in GB18030 lands when the encoding is said, by the request or for the dataset', {
    timeout: 60_000,
  }, async () => {
    const id = await newDataset('gb')
    const text = Buffer.from('d0d5c3fb2cb1edcdb70ad5c5c8fd2c310a', 'hex').toString('latin1')
    const import1 = async (more: object) => {
      const folder = join(space.core.home, 'uploads', caller.participantId, id)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'g.csv'), text, 'latin1')
      const { body } = await call('POST', `/datasets/${id}/versions`, { files: ['g.csv'], ...more })
      return space.core.jobs.finished(body['jobId']!)
    }
    expect(await import1({})).toMatchObject({ state: 'failed', error: { code: 'IMPORT_ENCODING' } })
    expect(await import1({ encoding: 'gb18030' })).toMatchObject({ state: 'done', result: { rows: 1 } })
    expect(await call('PUT', `/datasets/${id}/reading`, { encoding: 'gb18030' })).toMatchObject({
      status: 200,
    })
    expect((await call('GET', `/datasets/${id}/reading`)).body).toEqual({ encoding: 'gb18030' })
    expect(await import1({})).toMatchObject({ state: 'done', result: { number: 2 } })
    expect(await call('PUT', `/datasets/${id}/reading`, { encoding: 'utf-16' })).toMatchObject({
      status: 400,
    })
  })
})
