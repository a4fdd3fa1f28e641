import { randomUUID } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { verifyReceipt } from '../../safeguard/evidence/verifier/index.ts'
import { workDestroyers } from './destroy.ts'
import { createHouse } from './files/house.ts'
import { filePath } from './files/places.ts'
import { receivePiece } from './files/receive.ts'
import { scanWaiting } from './files/scan.ts'
import { fileOfTeam } from './files/store.ts'
import { openWorkFile, submittedWorks, sweepUploads, workById } from './index.ts'
import { ownPlace } from './may.ts'
import { type WorkSpace, workSpace } from './space.fixture.ts'
import { pdfBytes, type PutTeam, putTeams } from './work.fixture.ts'

let at: WorkSpace
let fresh: PutTeam[]
beforeAll(async () => {
  at = await workSpace({}, 3)
  fresh = await putTeams(at.space.core, at.contest, 20, at.space.clock.now())
})
afterAll(() => at?.stop())

let used = 0
/** A team that has nothing yet. */
const newTeam = (): PutTeam => fresh[used++]!
const submit = (team: PutTeam, draft: number, key: string = randomUUID()) =>
  at.call(team, 'POST', `${at.work()}/submit`, { key, draft })
const leaves = (kind: string, id: string) =>
  at.space.core.evidence.leavesAbout([id]).then((found) => found.filter((one) => one.kind === kind))

describe('drafts', () => {
  test('are kept, and a newer one is never written over', async () => {
    const team = newTeam()
    const put = (draft: number, summary: string) =>
      at.call(team, 'PUT', at.work(), { fields: { summary }, draft })
    expect((await put(0, '一')).body).toEqual({ draft: 1 })
    expect((await put(1, '二')).body).toEqual({ draft: 2 })
    const late = await put(1, '三')
    expect([late.status, late.body.code]).toEqual([409, 'WORK_DRAFT_CONFLICT'])
    expect(late.body.detail).toEqual({ draft: 2, fields: { summary: '二' } })
    const both = await Promise.all([put(2, 'a'), put(2, 'b'), put(2, 'c')])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409])
  })

  test('hold only texts of the form', async () => {
    const strange = await at.call(newTeam(), 'PUT', at.work(), { fields: { report: 'x' }, draft: 0 })
    expect(strange.body.code).toBe('WORK_FIELD')
  })

  test('belong to their own team', async () => {
    const [team] = await putTeams(at.space.core, at.contest, 1, at.space.clock.now(), 'rejected')
    expect((await at.call(team!, 'GET', at.work())).status).toBe(200)
    expect((await at.call(team!, 'PUT', at.work(), { fields: {}, draft: 0 })).body.code).toBe(
      'WORK_NOT_ADMITTED',
    )
    const other = await at.call(newTeam(), 'GET', `${at.work()}?team=${team!.teamId}`)
    expect(other.body.code).toBe('NOT_FOUND')
    const nobody = await at.call({ ...team!, cookie: '' }, 'GET', at.work())
    expect(nobody.body.code).toBe('ENTRANT_NOT_SIGNED_IN')
  })
})

describe('files', () => {
  const begin = (team: PutTeam, bytes: Buffer, more: object = {}) =>
    at.call(team, 'POST', `${at.work()}/files`, {
      field: 'report',
      name: '报告.pdf',
      bytes: bytes.length,
      digest: digestOf(bytes),
      ...more,
    })
  const piece = (team: PutTeam, id: string, offset: number, bytes: Buffer) =>
    at.call(team, 'PUT', `/contest/files/${id}?offset=${offset}`, bytes)

  test('come in pieces, go on where they were, and are whole when length and hash are right', async () => {
    const team = newTeam()
    const bytes = pdfBytes(300_000)
    const { id } = (await begin(team, bytes)).body
    expect((await piece(team, id, 0, bytes.subarray(0, 100_000))).body).toEqual({ received: 100_000 })
    expect((await piece(team, id, 50_000, bytes.subarray(50_000))).body.code).toBe('UPLOAD_OFFSET')
    expect((await at.call(team, 'POST', `/contest/files/${id}/finish`)).body.code).toBe('UPLOAD_OFFSET')
    // Another device, or the page after a reload, finds the same upload.
    expect((await begin(team, bytes)).body).toMatchObject({ id, received: 100_000 })
    expect((await piece(team, id, 100_000, bytes.subarray(100_000))).body).toEqual({ received: 300_000 })
    const done = await at.call(team, 'POST', `/contest/files/${id}/finish`)
    expect(done.body).toMatchObject({ state: 'whole', type: 'pdf', received: 300_000 })
    expect(['not_scanned', 'waiting']).toContain(done.body.virus)
    expect((await at.call(team, 'POST', `/contest/files/${id}/finish`)).body.state).toBe('whole')
    expect(await leaves('work.file_received', id)).toHaveLength(1)
    const path = filePath(at.space.core, { id, contestId: at.contest.id, teamId: team.teamId })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('with another hash than was said count for nothing, and begin anew', async () => {
    const team = newTeam()
    const bytes = pdfBytes(5000)
    const { id } = (await begin(team, bytes)).body
    await piece(team, id, 0, Buffer.concat([bytes.subarray(0, 4999), Buffer.from([bytes[4999]! ^ 1])]))
    expect((await at.call(team, 'POST', `/contest/files/${id}/finish`)).body.code).toBe('UPLOAD_HASH')
    expect((await at.call(team, 'GET', `/contest/files/${id}`)).body).toMatchObject({
      received: 0,
      state: 'uploading',
    })
    await piece(team, id, 0, bytes)
    expect((await at.call(team, 'POST', `/contest/files/${id}/finish`)).body.state).toBe('whole')
  })

  test('that are not what they are called are refused with the reason, and make room', async () => {
    const team = newTeam()
    const wrong = await at.send(team, 'report', '报告.pdf', Buffer.from('no pdf at all'))
    expect(wrong.body).toMatchObject({ state: 'refused', refusal: 'not_as_named' })
    const path = filePath(at.space.core, { id: wrong.body.id, contestId: at.contest.id, teamId: team.teamId })
    await expect(stat(path)).rejects.toThrow('ENOENT')
    expect((await at.send(team, 'report', '报告.pdf', pdfBytes(100))).body.state).toBe('whole')
    expect((await at.call(team, 'GET', at.work())).body.files).toHaveLength(1)
  })

  test('of a wrong ending, size or number are refused before a byte is sent', async () => {
    const team = newTeam()
    const bytes = pdfBytes(10)
    expect((await begin(team, bytes, { name: 'a.exe' })).body.code).toBe('WORK_FILE_TYPE')
    expect((await begin(team, bytes, { name: '../a.pdf' })).body.code).toBe('INPUT_INVALID')
    expect((await begin(team, bytes, { field: 'summary' })).body.code).toBe('WORK_FIELD')
    expect((await begin(team, bytes, { bytes: 2 ** 20 + 1 })).body.code).toBe('WORK_FILE_LIMIT')
    expect((await begin(team, bytes)).status).toBe(200)
    expect((await begin(team, pdfBytes(11))).body.code).toBe('WORK_FILES_MOST')
    const many = await Promise.all(
      Array.from({ length: 6 }, (_, i) => begin(team, pdfBytes(20 + i), { field: 'more', name: `${i}.txt` })),
    )
    expect(many.filter(({ status }) => status === 200)).toHaveLength(3)
  })

  test('of another team are not there, and nobody sends more bytes than were said', async () => {
    const [team, other] = [newTeam(), newTeam()]
    const bytes = pdfBytes(1000)
    const { id } = (await begin(team, bytes)).body
    expect((await at.call(other, 'GET', `/contest/files/${id}`)).body.code).toBe('NOT_FOUND')
    expect((await piece(other, id, 0, bytes)).body.code).toBe('NOT_FOUND')
    expect((await at.call(other, 'DELETE', `/contest/files/${id}`)).body.code).toBe('NOT_FOUND')
    expect((await piece(team, id, 0, Buffer.concat([bytes, bytes]))).body.code).toBe('WORK_FILE_LIMIT')
    expect((await at.call(team, 'GET', `/contest/files/${id}`)).body.received).toBe(0)
  })

  test('that nobody went on with are given up', async () => {
    const team = newTeam()
    const { id } = (await begin(team, pdfBytes(1000))).body
    await at.space.core.db.updateTable('contest_file').set({ created_at: 1 }).where('id', '=', id).execute()
    await sweepUploads(at.space.core)
    expect((await at.call(team, 'GET', `/contest/files/${id}`)).body.code).toBe('NOT_FOUND')
  })
})

describe('handing in', () => {
  test('needs a whole form, and says what is missing', async () => {
    const refused = await submit(newTeam(), 0)
    expect([refused.status, refused.body.code]).toEqual([422, 'WORK_INCOMPLETE'])
    expect(refused.body.detail.missing).toEqual([
      { field: 'summary', why: 'empty' },
      { field: 'report', why: 'no_file' },
    ])
  })

  test('makes a version with a receipt that anybody verifies', async () => {
    const team = newTeam()
    const draft = await at.fill(team)
    const done = await submit(team, draft)
    expect(done.body).toMatchObject({ version: 1, late: false })
    const receipt = await at.call(team, 'GET', `${at.work()}/versions/1/receipt`)
    const said = verifyReceipt(receipt.raw, { vkey: at.space.core.evidence.vkey() })
    expect(said.ok, JSON.stringify(said)).toBe(true)
    expect(receipt.body.payload.body).toMatchObject({ round: 'first', version: 1, digest: done.body.digest })
    const view = (await at.call(team, 'GET', at.work())).body
    expect(view).toMatchObject({ state: 'submitted', changed: false, missing: [] })
  })

  test('is counted once, however often the same wish comes, at once or later', async () => {
    const team = newTeam()
    const draft = await at.fill(team)
    const key = randomUUID()
    const all = await Promise.all(Array.from({ length: 8 }, () => submit(team, draft, key)))
    expect(all.map(({ body }) => body.version)).toEqual(Array.from({ length: 8 }, () => 1))
    // A page that lost its key asks with another: the content is the same, and so is the version.
    expect((await submit(team, draft)).body.version).toBe(1)
    const { versions } = (await at.call(team, 'GET', at.work())).body
    expect(versions).toHaveLength(1)
    expect(await leaves('work.submitted', versions[0].id)).toHaveLength(1)
  })

  test('may be done again; the last one counts and the ones before stay as they were', async () => {
    const team = newTeam()
    await submit(team, await at.fill(team, '第一稿'))
    const first = (await at.call(team, 'GET', at.work())).body
    await at.call(team, 'DELETE', `/contest/files/${first.files[0].id}`)
    const again = await submit(team, await at.fill(team, '第二稿'))
    expect(again.body.version).toBe(2)
    const view = (await at.call(team, 'GET', at.work())).body
    expect(view.versions.map((one: { version: number }) => one.version)).toEqual([2, 1])
    expect(view.versions[1].fields.summary).toBe('第一稿')
    const work = (await submittedWorks(at.space.core.db, at.contest.id, 'first')).find(
      (one) => one.teamId === team.teamId,
    )
    expect(work).toMatchObject({ version: 2, fields: { summary: '第二稿' }, digest: again.body.digest })
    // The file of the first version is still there for whoever has to look at it.
    expect(digestOf(await buffer(await openWorkFile(at.space.core, first.files[0].id)))).toBe(
      first.files[0].digest,
    )
  })

  test('is the captain’s, with the draft that he saw', async () => {
    const team = newTeam()
    const draft = await at.fill(team)
    expect((await submit(team, draft - 1)).body.code).toBe('WORK_DRAFT_CONFLICT')
    await at.space.core.db
      .updateTable('contest_team')
      .set({ captain_id: team.member })
      .where('id', '=', team.teamId)
      .execute()
    expect((await submit(team, draft)).body.code).toBe('TEAM_NOT_CAPTAIN')
  })
})

describe('the deadline', () => {
  let late: WorkSpace
  beforeAll(async () => {
    late = await workSpace({ graceMs: 60_000 }, 3)
  })
  afterAll(() => late?.stop())

  test('is the server’s: grace is told, after it nothing is taken, and what was taken is answered still', async () => {
    const [one, two, three] = late.teams as [PutTeam, PutTeam, PutTeam]
    const { clock } = late.space
    const to = (moment: number) => clock.advance(moment - clock.now())
    const { submission } = late.contest.scheme.rounds[0]!
    const hand = (team: PutTeam, draft: number, key: string) =>
      late.call(team, 'POST', `${late.work()}/submit`, { key, draft })
    const [draft, second, third] = [await late.fill(one), await late.fill(two), await late.fill(three)]
    to(submission.closesAt)
    const key = randomUUID()
    expect((await hand(one, draft, key)).body).toMatchObject({ version: 1, late: true })
    // A transfer that begins before and ends after.
    const bytes = Buffer.from('late')
    const begun = await late.call(two, 'POST', `${late.work()}/files`, {
      field: 'more',
      name: 'a.txt',
      bytes: 4,
      digest: digestOf(bytes),
    })
    // It begins within the grace and its last byte comes after it.
    const place = await ownPlace(late.tools, two.captain, { contestId: late.contest.id, round: 'first' })
    const row = await fileOfTeam(late.space.core.db, begun.body.id, [two.teamId])
    const slow = Readable.from(
      (async function* () {
        yield bytes.subarray(0, 2)
        to(submission.closesAt + submission.graceMs)
        yield bytes.subarray(2)
      })(),
    )
    const house = createHouse(late.space.core, null)
    await expect(receivePiece(house, place, row, 0, slow)).rejects.toMatchObject({ code: 'WORK_TOO_LATE' })
    to(submission.closesAt + submission.graceMs - 1)
    expect((await hand(two, second, randomUUID())).body.code).toBe('WORK_INCOMPLETE')
    to(submission.closesAt + submission.graceMs)
    const refused = await hand(three, third, randomUUID())
    expect([refused.status, refused.body.code]).toEqual([409, 'WORK_TOO_LATE'])
    expect(refused.body.zh).toContain('没有被接受')
    const put = await late.call(two, 'PUT', `/contest/files/${begun.body.id}?offset=0`, bytes)
    expect(put.body.code).toBe('WORK_TOO_LATE')
    expect((await late.call(three, 'PUT', late.work(), { fields: {}, draft: third })).body.code).toBe(
      'WORK_TOO_LATE',
    )
    // The answer was lost on the line; the client asks again after the deadline.
    expect((await hand(one, draft, key)).body.version).toBe(1)
    expect(await submittedWorks(late.space.core.db, late.contest.id, 'first')).toHaveLength(1)
  })

  test('the next round is for those whom the short list names', async () => {
    const [one, two] = late.teams as [PutTeam, PutTeam]
    const { clock } = late.space
    clock.advance(late.contest.scheme.rounds[1]!.submission.opensAt - clock.now())
    late.goesOn.add(one.teamId)
    const put = (team: PutTeam) =>
      late.call(team, 'PUT', late.work('second'), { fields: { summary: 'x' }, draft: 0 })
    expect((await put(one)).status).toBe(200)
    expect((await put(two)).body.code).toBe('WORK_NOT_SHORTLISTED')
    const list = await late.call('organiser', 'GET', `/contests/${late.contest.id}/works?round=second`)
    expect(list.body.items.map((item: { teamId: string }) => item.teamId)).toEqual([one.teamId])
  })
})

describe('what was handed in is what is judged', () => {
  test('bytes that changed are not read', async () => {
    const team = newTeam()
    await submit(team, await at.fill(team))
    const [file] = (await at.call(team, 'GET', at.work())).body.files
    expect((await buffer(await openWorkFile(at.space.core, file.id))).length).toBe(file.bytes)
    const path = filePath(at.space.core, { id: file.id, contestId: at.contest.id, teamId: team.teamId })
    await writeFile(path, pdfBytes(file.bytes))
    await expect(openWorkFile(at.space.core, file.id)).rejects.toMatchObject({ code: 'WORK_FILE_DAMAGED' })
  })

  test('words that changed are not read', async () => {
    const team = newTeam()
    await submit(team, await at.fill(team))
    const { id } = await at.space.core.db
      .selectFrom('contest_work')
      .select('id')
      .where('team_id', '=', team.teamId)
      .executeTakeFirstOrThrow()
    expect((await workById(at.space.core.db, id)).teamId).toBe(team.teamId)
    await at.space.core.db
      .updateTable('contest_work_version')
      .set({ fields: '{"summary":"better"}' })
      .where('work_id', '=', id)
      .execute()
    await expect(workById(at.space.core.db, id)).rejects.toMatchObject({ code: 'WORK_DAMAGED' })
    await at.space.core.db.deleteFrom('contest_work_key').where('work_id', '=', id).execute()
    await at.space.core.db.deleteFrom('contest_work_version').where('work_id', '=', id).execute()
  })
})

describe('the virus check', () => {
  test('sets apart what it finds: it is not handed in, and nobody reads it', async () => {
    const [team, clean] = [newTeam(), newTeam()]
    const [draft] = [await at.fill(team), await at.fill(clean)]
    const idOf = async (one: PutTeam) => (await at.call(one, 'GET', at.work())).body.files[0].id as string
    const [bad, good] = [await idOf(team), await idOf(clean)]
    const db = at.space.core.db
    await db.updateTable('contest_file').set({ virus: 'waiting' }).where('id', 'in', [bad, good]).execute()
    const scanner = {
      program: 'test',
      scan: async (paths: readonly string[]) =>
        new Map(paths.map((path) => [path, path.endsWith(bad) ? ('found' as const) : ('clean' as const)])),
    }
    expect(await scanWaiting(at.space.core, scanner, new AbortController().signal)).toBe(2)
    const refused = await submit(team, draft)
    expect(refused.body.detail.missing).toEqual([{ field: 'report', why: 'virus' }])
    await expect(openWorkFile(at.space.core, bad)).rejects.toMatchObject({ code: 'WORK_FILE_VIRUS' })
    expect((await at.call(clean, 'GET', at.work())).body.files[0].virus).toBe('clean')
    expect(await leaves('work.virus_found', bad)).toHaveLength(1)
  })
})

describe('the organiser', () => {
  test('sees who handed in and what is missing, reminds, and takes files with a trace', async () => {
    const own = await workSpace({}, 3)
    try {
      const [one, two] = own.teams as [PutTeam, PutTeam]
      const works = `/contests/${own.contest.id}/works`
      await own.call(one, 'POST', `${own.work()}/submit`, { key: randomUUID(), draft: await own.fill(one) })
      await own.fill(two)
      const draftFile = (await own.call(two, 'GET', own.work())).body.files[0]
      const list = (await own.call('organiser', 'GET', `${works}?round=first`)).body
      expect(list).toMatchObject({ total: 3, submitted: 1, teams: 3 })
      expect(
        (await own.call('organiser', 'GET', `${works}?round=first&state=none`)).body.items[0].missing,
      ).toHaveLength(2)
      expect((await own.call('organiser', 'POST', `${works}/remind`, { round: 'first' })).body).toEqual({
        teams: 2,
      })
      expect((await own.call('organiser', 'POST', `${works}/remind`, { round: 'first' })).body).toEqual({
        teams: 0,
      })
      expect((await own.call(two, 'GET', own.work())).body.reminders).toHaveLength(1)
      const detail = (await own.call('organiser', 'GET', `${works}/${one.teamId}?round=first`)).body
      const [file] = detail.versions[0].files
      const taken = await own.call('organiser', 'GET', `${works}/${one.teamId}/files/${file.id}`)
      expect(digestOf(taken.body)).toBe(file.digest)
      expect(decodeURIComponent(String(taken.headers['content-disposition']))).toContain(
        own.organiser.userId.slice(-8),
      )
      const noted = await own.space.core.evidence.leavesAbout([file.id])
      expect(noted.map(({ kind }) => kind)).toContain('work.file_downloaded')
      // A draft is the team's own.
      const drafted = await own.call('organiser', 'GET', `${works}/${two.teamId}/files/${draftFile.id}`)
      expect(drafted.body.code).toBe('NOT_FOUND')
      expect(
        (await own.call('organiser', 'GET', `${works}/${two.teamId}?round=first`)).body.versions,
      ).toEqual([])
    } finally {
      await own.stop()
    }
  })

  test('is told of passages in common after the deadline, and everything goes when the contest is closed', async () => {
    const own = await workSpace({}, 3)
    try {
      const [one, two, three] = own.teams as [PutTeam, PutTeam, PutTeam]
      const shared =
        '先按病种分组，再用梯度提升树估计次均费用，并以留出的三个月数据检验，平均绝对误差下降百分之十二，显著优于现有基线方法。'
      const hand = async (team: PutTeam, text: string, more?: Buffer) => {
        const draft = await own.fill(team, text)
        if (more) await own.send(team, 'more', '说明.md', more)
        await own.call(team, 'POST', `${own.work()}/submit`, { key: randomUUID(), draft })
      }
      await hand(one, `甲队自己的话。${shared}`)
      await hand(two, '乙队完全不同的一段文字，谈的是另一件事情。', Buffer.from(`# 方法\n\n${shared}`))
      await hand(three, '丙队也写了自己的内容，和别人没有关系。')
      const hints = `/contests/${own.contest.id}/hints`
      expect((await own.call('organiser', 'POST', hints, { round: 'first' })).body.code).toBe(
        'WORK_HINTS_EARLY',
      )
      own.space.clock.advance(2 * 3_600_000)
      const { jobId } = (await own.call('organiser', 'POST', hints, { round: 'first' })).body
      expect((await own.tools.core.jobs.finished(jobId)).result).toMatchObject({
        works: 3,
        pairs: 1,
        unread: 3,
      })
      const found = (await own.call('organiser', 'GET', `${hints}?round=first`)).body
      expect(found.total).toBe(1)
      expect(new Set([found.items[0].a.teamId, found.items[0].b.teamId])).toEqual(
        new Set([one.teamId, two.teamId]),
      )
      expect(found.items[0].passages[0].text).toContain('梯度提升树')
      const noted = await own.call('organiser', 'PUT', `${hints}/${found.items[0].id}`, { note: '已核对' })
      expect(noted.status).toBe(200)

      for (const { list, destroy } of workDestroyers) {
        const held = await list(own.tools.core, own.contest.id, null, 100)
        expect(held.length).toBeGreaterThan(0)
        await destroy(
          own.tools.core,
          own.contest.id,
          held.map(({ id }) => id),
        )
        expect(await list(own.tools.core, own.contest.id, null, 100)).toEqual([])
      }
    } finally {
      await own.stop()
    }
  })
})
