import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text as textOf, buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEntries } from '../../safeguard/evidence/index.ts'
import { testServer } from '../entry/entry.fixture.ts'
import { runAssignment } from './assigning/run.ts'
import { submittedWorks } from '../submission/index.ts'
import { keepMentions, leaveOut, prepareCopy, redact, replaceFile } from './blind/actions.ts'
import { docx, pdf, png, TELLTALE } from './blind/files.fixture.ts'
import { blindWork, openBlindFile } from './blind/give.ts'
import { askCopies } from './blind/job.ts'
import { MARK } from './blind/mentions.ts'
import { copyRow, blindFiles } from './blind/store.ts'
import { readBlind } from './blind/vault.ts'
import { panelDestroyers } from './destroy.ts'
import { type MadeWork, ROUND, type PanelSpace, panelSpace } from './panel.fixture.ts'
import { blindView } from './organise/copies.ts'
import { panelRoutes } from './routes.ts'
import { assignmentsOf } from './store.ts'
import type { Assignment } from './model.ts'

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )

let space: PanelSpace
let work: MadeWork
let experts: Awaited<ReturnType<PanelSpace['expert']>>[]
let mine: Assignment
let theirs: Assignment

const NAME = '欧阳甲乙'
const BODY = '示例大学附属第九医院'

beforeAll(async () => {
  space = await panelSpace()
  experts = [await space.expert(), await space.expert()]
  work = await space.work({
    title: `${NAME}的费用预测`,
    members: [NAME, '成员丙'],
    bodies: [{ name: BODY }],
    fields: {
      summary: `本作品由${NAME}（${BODY}）完成，电话 138 0000 1111。`,
      team_story: `我们来自${BODY}`,
      link: 'https://example.org',
      stage: 'idea',
    },
    files: [
      {
        field: 'report',
        name: `${NAME}-${BODY}.docx`,
        bytes: docx(`<w:p><w:r><w:t>欧阳</w:t></w:r><w:r><w:t>甲乙的报告</w:t></w:r></w:p>`),
      },
      { field: 'more', name: `${NAME}.pdf`, bytes: await pdf('An honest text') },
      { field: 'more', name: 'a.exe', bytes: Buffer.from('MZ\0\0') },
    ],
  })
  await space.work({ title: '另一个作品' })
  await space.panel(experts)
  const options = { seed: 'ab12cd34', minLoad: 0, maxLoad: 500, prefer: 'load' as const }
  await runAssignment(space.core, space.organiser.userId, space.contest, ROUND, {
    ...options,
    inputsDigest: null,
    partial: false,
  })
  const all = await assignmentsOf(space.core.db, { contestId: space.contest.id, round: ROUND })
  const own = (at: number) =>
    all.find(({ expertId, workId }) => expertId === experts[at]!.id && workId === work.workId)!
  ;[mine, theirs] = [own(0), own(1)]
}, 60_000)
afterAll(() => space?.stop())

const edition = async () => (await copyRow(space.core.db, work.workId))!.edition
const view = () => blindView(space.core, space.contest, work.workId)
/** Every byte that the copy holds: rows and decrypted files. */
async function bytesOfCopy(): Promise<string> {
  const row = await copyRow(space.core.db, work.workId)
  const files = await blindFiles(space.core.db, [work.workId])
  const bytes = await Promise.all(
    files.filter(({ key }) => key !== null).map((file) => readBlind(space.core, file)),
  )
  const { unzip } = await import('./blind/clean/zip.ts')
  const parts = bytes.flatMap((one) =>
    one.subarray(0, 2).toString('latin1') === 'PK' ? unzip(one).map((member) => member.bytes) : [one],
  )
  return [JSON.stringify([row!.title, row!.fields]), ...parts.map((one) => one.toString('utf8'))].join('\n')
}

describe('before the copy is clear', () => {
  test('nothing is given, with or without a copy, and every refusal is the same', async () => {
    const { core } = space
    const before = await codeOf(blindWork(core, mine))
    const job = await askCopies(core, space.organiser, space.contest, ROUND)
    expect(await core.jobs.finished(job)).toMatchObject({ state: 'done', result: { works: 2, made: 2 } })
    expect([
      before,
      await codeOf(blindWork(core, mine)),
      await codeOf(openBlindFile(core, mine, crypto.randomUUID())),
    ]).toEqual(Array(3).fill('BLIND_NOT_READY'))
    const again = await askCopies(core, space.organiser, space.contest, ROUND)
    expect(await core.jobs.finished(again)).toMatchObject({ result: { works: 2, made: 0 } })
    // Two at once make one copy, and leave no bytes beside it.
    const late = await submittedWorks(core.db, space.contest.id, ROUND)
    await panelDestroyers[0]!.destroy(core, space.contest.id, [work.workId])
    const twice = await Promise.all(
      [1, 2].map(() =>
        prepareCopy(core, space.contest, late.find(({ id }) => id === work.workId)!, space.organiser.userId),
      ),
    )
    expect(twice.map(String).toSorted()).toEqual(['false', 'true'])
  })

  test('everything that tells is flagged: in the title, in texts, in files, and files that cannot be cleaned', async () => {
    const seen = await view()
    const told = (where: string, at: string) =>
      seen.flags
        .filter((flag) => flag.where === where && flag.at === at)
        .map(({ kind, text }) => `${kind} ${text}`)
    expect(told('title', '')).toEqual([`person ${NAME}`])
    expect(told('field', 'summary')).toEqual([`person ${NAME}`, `body ${BODY}`, 'phone 138 0000 1111'])
    expect(told('field', 'link')).toEqual(['link https://example.org'])
    expect(told('file', '1')).toEqual([`person ${NAME}`, 'picture '])
    expect(told('file', '2')).toEqual(['picture '])
    expect(seen.files.map(({ state, why }) => [state, why])).toEqual([
      ['clean', null],
      ['clean', null],
      ['refused', 'type'],
    ])
    // What only the organiser reads is not part of the copy, flagged or not.
    expect(seen.fields.map(({ code }) => code)).toEqual(['summary', 'link', 'stage'])
  })
})

describe('a redaction', () => {
  test('replaces the words for good: they are nowhere in the copy', async () => {
    const { core, organiser, contest } = space
    expect(await bytesOfCopy()).toContain(NAME)
    await redact(core, organiser, contest, work.workId, {
      edition: await edition(),
      texts: ['欧阳 甲乙', BODY, '13800001111'],
    })
    expect(await bytesOfCopy()).not.toMatch(/欧阳|甲乙|第九医院|138 ?0000/)
    const seen = await view()
    expect(seen.title).toBe(`${MARK}的费用预测`)
    expect(seen.fields[0]!.text).toBe(`本作品由${MARK}（${MARK}）完成，电话 ${MARK}。`)
    expect(seen.flags.map(({ kind }) => kind)).toEqual(['link', 'picture', 'picture'])
    // The bytes of the copy before are destroyed, not left beside.
    const there = (await readdir(join(core.home, 'contest-blind'), { recursive: true })).filter((name) =>
      name.endsWith('.bin'),
    )
    const others = await core.db
      .selectFrom('contest_blind_file')
      .select('id')
      .where('key', 'is not', null)
      .execute()
    expect(there.map((name) => name.slice(-40, -4)).sort()).toEqual(others.map(({ id }) => id).sort())
  })

  test('of everything leaves a blank, and never the original', async () => {
    const { core } = space
    const { fields } = (await copyRow(core.db, work.workId))!
    const blank = fields.map((one) => (one.code === 'summary' ? { ...one, text: '' } : one))
    const write = (values: object, state: 'clear' | 'flagged') =>
      core.db
        .updateTable('contest_blind')
        .set({ ...values, state })
        .where('work_id', '=', work.workId)
        .execute()
    await write({ fields: JSON.stringify(blank), title: '' }, 'clear')
    const given = await blindWork(core, mine)
    expect([given.title, given.fields.find(({ code }) => code === 'summary')!.text]).toEqual(['', ''])
    // A field that is not in the copy is not there.
    await write({ fields: '[]' }, 'clear')
    expect((await blindWork(core, mine)).fields).toEqual([])
    await write({ fields: JSON.stringify(fields), title: `${MARK}的费用预测` }, 'flagged')
  })

  test('is refused for a copy that somebody else has changed, and for a letter', async () => {
    const { core, organiser, contest } = space
    const at = await edition()
    expect(
      await codeOf(redact(core, organiser, contest, work.workId, { edition: at - 1, texts: ['别的词'] })),
    ).toBe('BLIND_CHANGED')
    expect(
      await codeOf(redact(core, organiser, contest, work.workId, { edition: at, texts: ['- 一'] })),
    ).toBe('BLIND_TOO_SHORT')
    const both = await Promise.all(
      ['甲', '乙'].map((word) =>
        codeOf(redact(core, organiser, contest, work.workId, { edition: at, texts: [`某${word}医院`] })),
      ),
    )
    expect(both.sort()).toEqual(['BLIND_CHANGED', 'done'])
    expect(
      await codeOf(
        redact(core, organiser, { ...contest, id: crypto.randomUUID() }, work.workId, {
          edition: at,
          texts: ['别的词'],
        }),
      ),
    ).toBe('NOT_FOUND')
  })
})

describe('what an expert is given', () => {
  test('stays shut until each file is clean, replaced or left out, and each flag decided', async () => {
    const { core, organiser, contest } = space
    const pictures = async () => (await view()).flags.map(({ key }) => key)
    const keep = async () =>
      keepMentions(core, organiser, contest, work.workId, {
        edition: await edition(),
        keys: await pictures(),
        reason: '已逐一看过图片',
      })
    await keep()
    expect((await view()).state).toBe('flagged')
    const bad = (await view()).files[2]!
    const give = (name: string, bytes: Buffer) => async () =>
      replaceFile(core, organiser, contest, work.workId, {
        edition: await edition(),
        fileId: bad.id,
        name,
        bytes,
        reason: '团队重新提供',
      })
    expect(await codeOf(give('b.exe', Buffer.from('MZ\0'))())).toBe('BLIND_NOT_CLEANED')
    await give('new.png', png())()
    expect((await view()).files[2]).toMatchObject({ state: 'clean', replaced: true, type: 'png' })
    expect((await view()).state).toBe('flagged')
    await keep()
    expect((await view()).state).toBe('clear')
    // Another redaction keeps what was given in its place.
    await redact(core, organiser, contest, work.workId, { edition: await edition(), texts: ['费用预测'] })
    expect((await view()).files[2]).toMatchObject({ state: 'clean', replaced: true })
    await leaveOut(core, organiser, contest, work.workId, {
      edition: await edition(),
      fileId: (await view()).files[1]!.id,
      reason: '与正文重复',
    })
    expect(await codeOf(blindWork(core, mine))).toBe('done')
  })

  test('has these fields, neutral names, and nothing that tells of team, time or order', async () => {
    const { core } = space
    const given = await blindWork(core, mine)
    expect(Object.keys(given)).toEqual(['code', 'division', 'title', 'fields', 'files'])
    expect(given.fields.map(({ code }) => code)).toEqual(['summary', 'link', 'stage'])
    expect(given.files.map(({ name, type }) => [name, type])).toEqual([
      ['01.docx', 'docx'],
      ['02.png', 'png'],
    ])
    const all = JSON.stringify(given)
    for (const secret of [
      NAME,
      BODY,
      TELLTALE,
      work.workId,
      work.team.id,
      work.team.number!,
      work.team.name,
      mine.id,
      mine.expertId,
      ...work.fileIds,
    ])
      expect(all).not.toContain(secret)
    // An id that tells when it was made would tell which copies were made together.
    expect(given.files.every(({ id }) => id[14] === '4')).toBe(true)
  })

  test('has other codes and ids for another expert: two of them have nothing to compare by', async () => {
    const [one, two] = [await blindWork(space.core, mine), await blindWork(space.core, theirs)]
    expect(one.code).not.toBe(two.code)
    expect(one.files.map(({ id }) => id).filter((id) => two.files.some((file) => file.id === id))).toEqual([])
    expect(await codeOf(openBlindFile(space.core, theirs, one.files[0]!.id))).toBe('NOT_FOUND')
  })

  test('are clean bytes under a neutral name', async () => {
    const { core } = space
    const { files } = await blindWork(core, mine)
    const open = async (at: number) => openBlindFile(core, mine, files[at]!.id)
    const first = await open(0)
    expect(first.name).toBe('01.docx')
    const bytes = await buffer(first.stream)
    expect(bytes).toHaveLength(first.bytes)
    expect(await textOf((await open(1)).stream)).not.toContain(TELLTALE)
  })

  test('ends with the assignment', async () => {
    expect(await codeOf(blindWork(space.core, { ...mine, state: 'withdrawn' }))).toBe('NOT_FOUND')
    expect(await codeOf(openBlindFile(space.core, { ...mine, state: 'declined' }, crypto.randomUUID()))).toBe(
      'NOT_FOUND',
    )
  })

  test('is shut again by a newer version of the work', async () => {
    const { core } = space
    const set = (version: number) =>
      core.db.updateTable('contest_blind').set({ version }).where('work_id', '=', work.workId).execute()
    await set(0)
    expect(await codeOf(blindWork(core, mine))).toBe('BLIND_NOT_READY')
    await set(1)
  })
})

describe('what stands elsewhere', () => {
  test('the evidence that experts and teams may search says nothing of panels, assignments and copies', async () => {
    const { core, organiser } = space
    const bodies = [organiser.participantId, ...experts.map(({ actor }) => actor.participantId)]
    for (const own of bodies) {
      const rows = await listEntries(core.db, { own, before: undefined }, 100)
      expect(rows.filter(({ entry }) => /assignment|conflict|blind|panel|expert/.test(entry))).toEqual([])
    }
    // The officers of the log see it all, and no entry of an assignment names a work or a team.
    const rows = await core.db.selectFrom('evidence_outbox').select(['kind', 'entry']).execute()
    const entries = rows.filter(({ kind }) => kind.startsWith('assignment.'))
    expect(entries.length).toBeGreaterThan(0)
    for (const { entry } of entries) {
      expect(entry).not.toContain(work.workId)
      expect(entry).not.toContain(work.team.id)
    }
  })

  test('the declaration list names teams and bodies, no works; its order and count tell nothing of them', async () => {
    const newcomer = await space.expert()
    const { core, contest, organiser } = space
    const { setPanel } = await import('./panelists.ts')
    await setPanel(core, organiser, contest, ROUND, [...experts.map(({ id }) => id), newcomer.id])
    const app = await testServer(
      (server) => panelRoutes(server, space.tools),
      () => newcomer.actor,
    )
    const answer = await app.inject({ url: `/api/desk/panels/${contest.id}/${ROUND}` })
    const { items } = answer.json<{ items: Record<string, unknown>[] }>()
    expect(items.map((row) => Object.keys(row))).toEqual(items.map(() => ['ref', 'team', 'bodies']))
    expect(items.map(({ team }) => team)).toEqual(items.map(({ team }) => team as string).toSorted())
    for (const secret of [work.workId, work.team.id, work.team.number!, '费用预测', '另一个作品'])
      expect(answer.payload).not.toContain(secret)
    const panels = await app.inject({ url: '/api/desk/panels' })
    expect(Object.keys(panels.json<{ items: object[] }>().items[0]!)).toEqual([
      'contestId',
      'titleZh',
      'titleEn',
      'round',
      'roundZh',
      'roundEn',
      'declaredAt',
      'ready',
    ])
    await app.close()
  })

  test('an expert comes to no page of the organiser, whatever is asked: the refusal is the same', async () => {
    const { contest } = space
    const app = await testServer(
      (server) => panelRoutes(server, space.tools),
      () => experts[0]!.actor,
    )
    const answers = await Promise.all(
      [
        `/contests/${contest.id}/panel/${ROUND}`,
        `/contests/${contest.id}/panel/${ROUND}/assignments`,
        `/contests/${contest.id}/copies/${work.workId}`,
        `/contests/${contest.id}/conflicts`,
        `/contests/${crypto.randomUUID()}/copies/${crypto.randomUUID()}`,
      ].map(async (url) => {
        const { statusCode, json } = await app.inject({ url: `/api${url}` })
        return [statusCode, json<{ code: string }>().code]
      }),
    )
    expect(answers).toEqual(answers.map(() => [403, 'ROLE_NOT_ALLOWED']))
    await app.close()
  })

  test('an officer of another body learns nothing of a copy', async () => {
    const { contest, organiser } = space
    const stranger = { ...organiser, participantId: crypto.randomUUID() }
    const app = await testServer(
      (server) => panelRoutes(server, space.tools),
      () => stranger,
    )
    const answer = await app.inject({ url: `/api/contests/${contest.id}/copies/${work.workId}` })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'CONTEST_NOT_ORGANISER'])
    await app.close()
  })

  test('copies lie encrypted, and are gone when the contest destroys them', async () => {
    const { core, contest } = space
    const folder = join(core.home, 'contest-blind')
    const names = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.bin'))
    for (const name of await names()) {
      const kept = await readFile(join(folder, name))
      expect(['PK\x03\x04', '%PDF-', 'IHDR', 'word/'].filter((mark) => kept.includes(mark))).toEqual([])
    }
    const [part] = panelDestroyers
    const held = await part!.list(core, contest.id, null, 10)
    expect(held.map(({ id }) => id)).toContain(work.workId)
    await part!.destroy(core, crypto.randomUUID(), [work.workId])
    expect(await part!.list(core, contest.id, null, 10)).toHaveLength(held.length)
    await part!.destroy(
      core,
      contest.id,
      held.map(({ id }) => id),
    )
    expect([await part!.list(core, contest.id, null, 10), await names()]).toEqual([[], []])
    expect(await codeOf(blindWork(core, mine))).toBe('BLIND_NOT_READY')
  })
})
