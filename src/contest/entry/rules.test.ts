import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleScheme, type Scheme } from '../scheme/index.ts'
import type { Body, Member } from './model.ts'
import { Phone } from './model.ts'
import { maskCertno, maskName, maskPhone } from './people/masks.ts'
import { type EntryFacts, lacksOf, numberText, statementHash } from './rules.ts'

const STATEMENT = {
  code: 'own_work',
  titleZh: '原创',
  titleEn: 'Own work',
  textZh: '系我队原创',
  textEn: 'Ours',
}

function schemeWith(entry: Partial<Scheme['entry']> = {}): Scheme {
  const scheme = exampleScheme('hainan', 0)
  return {
    ...scheme,
    entry: {
      ...scheme.entry,
      minMembers: 2,
      maxMembers: 3,
      maxBodies: 2,
      realName: 'required',
      statements: [STATEMENT],
      ...entry,
    },
  }
}
const members = (count: number, over: Partial<Member> = {}): Member[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `m${at}`,
    entrantId: `e${at}`,
    name: '甲',
    phone: '',
    role: at === 0 ? 'captain' : 'member',
    bodyId: 'b0',
    position: '',
    student: true,
    realName: true,
    ...over,
  }))
const bodies = (count: number): Body[] =>
  Array.from({ length: count }, (_, at) => ({ id: `b${at}`, uscc: '', name: '', lead: at === 0 }))
const signedBy = (people: readonly Member[]) =>
  people.map(({ entrantId }) => ({ entrantId, code: STATEMENT.code, digest: statementHash(STATEMENT) }))

function facts(over: Partial<EntryFacts> = {}): EntryFacts {
  const people = over.members ?? members(2)
  return {
    team: { division: exampleScheme('hainan', 0).divisions[0]!.code },
    members: people,
    invited: 0,
    bodies: bodies(1),
    signed: signedBy(people),
    elsewhere: new Set(),
    ...over,
  }
}
const codes = (scheme: Scheme, over: Partial<EntryFacts>) =>
  lacksOf(scheme, facts(over)).map(({ code }) => code)

describe('what an entry lacks', () => {
  test.each<[string, Partial<EntryFacts>, string[]]>([
    ['nothing', {}, []],
    ['a division that is gone', { team: { division: 'gone' } }, ['division']],
    ['members', { members: members(1) }, ['too_few']],
    ['fewer members', { members: members(4) }, ['too_many']],
    ['an answer', { invited: 1 }, ['invitation_open']],
    ['a body', { bodies: [] }, ['no_body', 'member_body', 'member_body']],
    ['fewer bodies', { bodies: bodies(3) }, ['too_many_bodies']],
    ['a leading body', { bodies: [{ ...bodies(1)[0]!, lead: false }] }, ['no_lead']],
    [
      'a body of one member',
      { members: [...members(1), { ...members(2)[1]!, bodyId: null }] },
      ['member_body'],
    ],
    ['names', { members: members(2, { name: '' }) }, ['name', 'name']],
    ['real names', { members: members(2, { realName: false }) }, ['real_name', 'real_name']],
    ['a person of its own', { elsewhere: new Set(['e1']) }, ['other_team']],
    ['a signature', { signed: signedBy(members(1)) }, ['unsigned']],
  ])('%s', (_, over, expected) => {
    expect(codes(schemeWith(), over)).toEqual(expected)
  })

  test('students, where a session is theirs alone', () => {
    const scheme = schemeWith()
    const [first, ...rest] = scheme.divisions
    const students = { ...scheme, divisions: [{ ...first!, studentsOnly: true }, ...rest] }
    const mixed = [...members(1), { ...members(2)[1]!, student: false }]
    expect(codes(students, { members: mixed })).toEqual(['not_student'])
    expect(codes(scheme, { members: mixed })).toEqual([])
  })

  test('a statement that was changed after it was signed', () => {
    const scheme = schemeWith({ statements: [{ ...STATEMENT, textEn: 'Ours, and yours' }] })
    expect(codes(scheme, {})).toEqual(['unsigned', 'unsigned'])
  })

  test('real names and everything else only where the scheme asks', () => {
    const scheme = schemeWith({ realName: 'optional', statements: [] })
    expect(codes(scheme, { members: members(2, { realName: false }), signed: [] })).toEqual([])
  })

  test('an entry passes exactly where every bound is kept, in whatever order its people stand', () => {
    const some = fc.record({
      members: fc.array(
        fc.record({
          student: fc.boolean(),
          realName: fc.boolean(),
          bodied: fc.boolean(),
          signs: fc.boolean(),
        }),
        { minLength: 0, maxLength: 5 },
      ),
      bodies: fc.integer({ min: 0, max: 4 }),
      invited: fc.integer({ min: 0, max: 2 }),
      min: fc.integer({ min: 1, max: 3 }),
      more: fc.integer({ min: 0, max: 3 }),
      maxBodies: fc.integer({ min: 1, max: 3 }),
      real: fc.boolean(),
    })
    fc.assert(
      fc.property(some, (drawn) => {
        const people = drawn.members.map((one, at) => ({
          ...members(1)[0]!,
          entrantId: `e${at}`,
          student: one.student,
          realName: one.realName,
          bodyId: one.bodied ? 'b0' : null,
        }))
        const maxMembers = drawn.min + drawn.more
        const scheme = schemeWith({
          minMembers: drawn.min,
          maxMembers,
          maxBodies: drawn.maxBodies,
          realName: drawn.real ? 'required' : 'optional',
        })
        const given = {
          members: people,
          bodies: bodies(drawn.bodies),
          invited: drawn.invited,
          signed: signedBy(people.filter((_, at) => drawn.members[at]!.signs)),
        }
        const good =
          people.length >= drawn.min &&
          people.length <= maxMembers &&
          drawn.bodies >= 1 &&
          drawn.bodies <= drawn.maxBodies &&
          drawn.invited === 0 &&
          drawn.members.every((one) => one.bodied && one.signs && (one.realName || !drawn.real))
        const found = codes(scheme, given)
        expect(found.length === 0).toBe(good)
        expect(codes(scheme, { ...given, members: people.toReversed() }).sort()).toEqual(found.sort())
      }),
    )
  })
})

describe('numbers and masks', () => {
  test('numbers order as texts do', () => {
    expect(numberText(3, 12)).toBe('03-0012')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9998 }), (prefix, last) => {
        expect(numberText(prefix, last) < numberText(prefix, last + 1)).toBe(true)
      }),
    )
  })

  test.each([
    ['138 0013 8000', '13800138000'],
    ['+86-138-0013-8000', '13800138000'],
    ['0086 13800138000', '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['+852 9123 4567', '+85291234567'],
  ])('a phone is one phone however it is written: %s', (typed, phone) => {
    expect(Phone.parse(typed)).toBe(phone)
  })

  test.each(['12800138000', '1380013800', '138001380000', '+8613800138', "138' or 1=1", '', '+0123456789'])(
    'is no phone: %s',
    (typed) => {
      expect(Phone.safeParse(typed).success).toBe(false)
    },
  )

  test('a mask keeps no more than it says', () => {
    expect(maskName('欧阳示例')).toBe('欧***')
    expect(maskPhone('13800138000')).toBe('138****8000')
    expect(maskCertno('310000199001010013')).toBe('3****************3')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }), (name) => {
        const masked = maskName(name)
        expect(Array.from(masked).slice(1).join('')).toMatch(/^\*+$/)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^\+?\d{5,15}$/), (phone) => {
        expect(maskPhone(phone).match(/\*/g)!.length).toBeGreaterThanOrEqual(2)
      }),
    )
  })
})
