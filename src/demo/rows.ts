import { DEPARTMENTS, DIAGNOSES } from './data/diagnoses.ts'
import { ITEMS } from './data/items.ts'
import { BUREAUS } from './data/regions.ts'
import type { Person } from './person.ts'
import type { Settlement } from './settle.ts'
import { clockText, DAY_COMPACT, DAY_TEXT, pad, TWO, toBytes, yuan } from './text.ts'
import { departmentOf, type Lines, type Visit } from './visit.ts'
import { type Employer, employerName, employerNo, type Place, type World } from './world.ts'

const SYSTEM = `sys,${toBytes('系统')}`
const CITIZEN = toBytes('经办')
const SNAPSHOT = '20251231'

/** Columns vali_flag … poolarea_no of a register row. */
function tail(valid: number, rid: string, stamp: string, area: string, memo: string | null): string {
  const head = memo === null ? `${valid},${rid}` : `${valid},${memo},${rid}`
  return `${head},${stamp},${SYSTEM},${stamp},${area},jb01,${CITIZEN},${stamp},${area},${area}`
}

const stampOf = (day: number, seconds: number): string => `${DAY_TEXT[day]} ${clockText(seconds)}`

/** PSN_INFO_B */
export function personRow(p: Person): string {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const died = p.death ? DAY_TEXT[p.death]! : ''
  const work = p.employer >= 0 && p.age >= 22 ? DAY_TEXT[Math.min(p.enrolled, p.birth + 8400)]! : ''
  const stamp = stampOf(p.death || p.paused || p.enrolled, 36_000 + (p.serial % 20_000))
  return `${p.psnNo},${p.num},${p.name},,${p.sex},${p.birthText},01,${p.certno},${p.ethnic},CHN,,${p.mobile},,,${p.insutype === '310' ? '10' : '20'},${p.homeCounty},${p.homeAddress},${county},${p.address},,,,${work},${p.death ? 2 : 1},${died},${p.guest || p.paused ? 1 : 0},,${tail(1, `r${p.psnNo}`, stamp, county, null)}`
}

/** PSN_INSU_D: the present enrolment. */
export function enrolmentRow(p: Person): string {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const state = p.paused ? 2 : p.death ? 4 : 1
  const end = p.paused || p.death
  const retired = p.psnType === '12'
  const employer = p.employer >= 0 ? employerNo(p.bureau, p.employer) : ''
  const stamp = stampOf(end || p.enrolled, 36_000 + (p.serial % 20_000))
  return `${p.relation},${p.psnNo},${employer},${p.insutype},${p.psnType},${state},${DAY_COMPACT[p.enrolled]!.slice(0, 6)},${DAY_TEXT[p.enrolled]},${end ? DAY_TEXT[end] : ''},${p.employer >= 0 ? '01' : '02'},${p.civil ? 1 : 0},${retired ? 1 : 0},${retired ? DAY_TEXT[Math.max(p.enrolled, p.birth + 60 * 365)] : ''},${county},,${tail(1, `r${p.relation}`, stamp, county, null)}`
}

/** PSN_INSU_D: an enrolment that was entered by mistake and made void; sums and counts must leave it out. */
export function voidEnrolmentRow(p: Person): string {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const id = `${p.relation}V`
  const stamp = stampOf(p.enrolled, 36_000 + (p.serial % 20_000))
  return `${id},${p.psnNo},,${p.insutype},${p.psnType},4,${DAY_COMPACT[p.enrolled]!.slice(0, 6)},${DAY_TEXT[p.enrolled]},${DAY_TEXT[p.enrolled]},02,0,0,,${county},,${tail(0, `r${id}`, stamp, county, null)}`
}

/** STAF_PSN_CLCT_DETL_D: one quarter. `arrived` is a day in the last month of the quarter. */
export function employeeContributionRow(
  p: Person,
  quarter: number,
  begin: string,
  end: string,
  arrived: number,
): string {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const id = `${p.psnNo.slice(0, 2)}C${p.num}${quarter}`
  const base = p.wage * 3
  const employerPart = Math.floor((base * 8 + 50) / 100)
  const personPart = Math.floor((base * 2 + 50) / 100)
  const stamp = stampOf(arrived, 50_000 + (p.serial % 20_000))
  return `${id},${employerNo(p.bureau, p.employer)},${p.psnNo},${p.relation},${p.insutype},${p.psnType},${end},${begin},${end},10,1,${yuan(p.wage)},${yuan(base)},${yuan(base)},0.0800,0.0200,${yuan(employerPart)},${yuan(personPart)},0.00,0.00,${yuan(employerPart + personPart)},${yuan(personPart)},0.00,0.00,0,${DAY_TEXT[arrived]},${stamp},3${p.num}${pad(quarter, 2)},1${county}0000,${county},,${tail(1, `r${id}`, stamp, county, null)}`
}

/** RSDT_PSN_CLCT_DETL_D: one year. Poor persons are paid for by the state. */
export function residentContributionRow(p: Person, year: number, arrived: number): string {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const id = `${p.psnNo.slice(0, 2)}Y${p.num}${year - 2020}`
  const own = p.poor ? 0 : 38_000
  const subsidy = 67_000 + (p.poor ? 38_000 : 0)
  const stamp = stampOf(arrived, 50_000 + (p.serial % 20_000))
  return `${id},${p.psnNo},${p.relation},${p.insutype},${p.psnType},${year},${DAY_COMPACT[arrived]!.slice(0, 6)},${year}01,${year}12,10,1,${yuan(own)},0.00,${yuan(subsidy)},${yuan(own + subsidy)},0.00,0.00,0,${DAY_TEXT[arrived]},${stamp},4${p.num}${year},1${county}0000,${county},,${tail(1, `r${id}`, stamp, county, null)}`
}

const LEADER = toBytes('示例联系人')

/** INSU_EMP_INFO_B */
export function employerRow(e: Employer, legalPerson: string): string {
  const stamp = `2023-11-${TWO[1 + (e.hash % 28)]} 10:00:00`
  const established = `${1992 + (e.hash % 30)}-${TWO[1 + ((e.hash >>> 5) % 12)]}-${TWO[1 + ((e.hash >>> 9) % 28)]}`
  return `${e.no},${e.no},${e.name},${e.uscc},${e.uscc.slice(8, 17)},1,${100 + ((e.hash >>> 3) % 6) * 10},${pad(1 + ((e.hash >>> 6) % 96), 2)},40,1,${legalPerson},${LEADER},021${pad(e.hash % 100_000_000, 8)},${e.countyName},${e.county},${established},${20 + (e.hash % 400)},,${tail(1, `r${e.no}`, stamp, e.county, null)}`
}

/** MEDINS_INFO_B */
export function placeRow(place: Place, uscc: string): string {
  const type = place.kind === 'pharmacy' ? 2 : 1
  return `${place.code},${place.name},${uscc},${type},${place.level},${place.county},${place.name},2020-01-01,,,${tail(1, `r${place.code}`, '2023-12-01 10:00:00', place.county, null)}`
}

/** Parts of claim rows that stay the same for a person: made once a person, used in every row. */
export interface PersonParts {
  settlementHead: string
  visitHead: string
  /** The eighteen columns insutype … pay_loc. */
  type: string
  relation: string
  area: string
}

export function personParts(world: World, p: Person): PersonParts {
  const county = BUREAUS[p.bureau]!.counties[p.county]![0]
  const employer = p.employer >= 0 ? employerNo(p.bureau, p.employer) : ''
  const name = p.employer >= 0 ? employerName(world, p.bureau, p.employer) : ''
  return {
    settlementHead: `${p.psnNo},${p.relation},${p.name},01,${p.certno},${p.sex},${p.ethnic},${p.birthText}`,
    visitHead: `${p.psnNo},${p.relation},01,${p.certno},${p.name},${p.sex},${p.ethnic},${p.birthText}`,
    type: `${p.insutype},${p.psnType},${p.civil ? 1 : 0},,${p.poor ? '02' : ''},,,0,0,${county},${employer},${name},${employer ? 1 : ''},,,,,1`,
    relation: p.relation,
    area: county,
  }
}

/** What the rows of one visit share. */
export interface VisitParts {
  mdtrtId: string
  setlId: string
  messageId: string
  /** Begin and end of care, and the settlement's time, with its update the night after. */
  begin: string
  end: string
  settled: string
  updated: string
  settledDay: number
  age: string
  doctor: string
  doctorName: string
}

const DOCTOR = toBytes('示例医师')

/**
 * Ids and times of a visit. `variant` 0 is the settlement, 1 its refund, 2 one that was made void before.
 * Minute, second and sequence of the message id encode the person, so that no two messages are ever equal.
 */
export function visitParts(
  p: Person,
  visit: Visit,
  place: Place,
  number: number,
  variant: number,
): VisitParts {
  const two = p.psnNo.slice(0, 2)
  const key = p.num + pad(number, 3)
  const day = visit.day + visit.nights + (variant === 1 ? visit.refundAfter : 0)
  const within = ((p.serial % 3600) * 1301 + day * 7) % 3600
  const hour = variant === 2 ? visit.hour : visit.hour + 1
  const seconds = hour * 3600 + within
  const settled = `${DAY_TEXT[day]} ${clockText(seconds)}`
  const begins = visit.nights > 0 ? 32_400 : visit.hour * 3600 - 1800
  const doctor = 1 + ((visit.seed >>> 8) % 40)
  return {
    mdtrtId: `${two}M${key}`,
    setlId: `${two}S${key}${variant}`,
    messageId: `${place.code}${DAY_COMPACT[day]}${clockText(seconds).replaceAll(':', '')}${pad(Math.floor(p.serial / 3600), 4)}`,
    begin: `${DAY_TEXT[visit.day]} ${clockText(begins)}`,
    end: `${DAY_TEXT[visit.day + visit.nights]} ${clockText(visit.hour * 3600)}`,
    settled,
    updated: `${DAY_TEXT[day + 1]} 02:${TWO[Math.floor(within / 60)]}:${TWO[within % 60]}`,
    settledDay: day,
    age: ageAt(p.birthText, DAY_TEXT[visit.day]!),
    doctor: `D${place.county}${pad(doctor, 6)}`,
    doctorName: DOCTOR + TWO[doctor]!,
  }
}

/** Whole years with the one decimal of the national field. */
export function ageAt(birth: string, day: string): string {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0)
  return `${years}.0`
}

function claimTail(
  valid: number,
  memo: string,
  rid: string,
  v: VisitParts,
  area: string,
  order: 'valid' | 'memo',
): string {
  const head = order === 'valid' ? `${valid},${memo}` : `${memo},${valid}`
  return `${head},r${rid},${v.updated},${SYSTEM},${v.settled},${area},jb01,${CITIZEN},${v.settled},${area},${area}`
}

const VOID = toBytes('作废')
const CLEARING: Record<Visit['medType'], string> = {
  '11': '11',
  '13': '11',
  '14': '12',
  '21': '21',
  '41': '41',
  '51': '51',
}

/** SETL_D. `sign` is −1 for the refund. */
export function settlementRow(
  parts: PersonParts,
  visit: Visit,
  place: Place,
  v: VisitParts,
  s: Settlement,
  variant: number,
): string {
  const sign = variant === 1 ? -1 : 1
  const y = (fen: number): string => yuan(sign * fen)
  const first = variant === 1 ? `${v.setlId.slice(0, -1)}0` : ''
  const d = DIAGNOSES[visit.diagnosis]!
  const chronic = visit.medType === '14'
  const dates = `${v.begin.slice(0, 10)},${v.end.slice(0, 10)},${v.settled}`
  const balance = variant === 1 ? s.balance + s.account : s.balance
  const tailText = claimTail(
    variant === 2 ? 0 : 1,
    variant === 2 ? VOID : '',
    v.setlId,
    v,
    parts.area,
    'valid',
  )
  return `${v.setlId},${place.county},${v.messageId},${v.mdtrtId},${first},${parts.settlementHead},${v.age},${parts.type},${place.segment},${dates},02,,${visit.medType},2,${CLEARING[visit.medType]},1,1,${y(s.total)},${y(s.full)},${y(s.over)},${y(s.own)},${y(s.inScope)},${yuan(s.standard)},${yuan(s.current)},${y(s.paid)},${y(s.basic)},0.${TWO[s.percent]}00,${y(s.inScope)},${y(s.civil)},0.00,${y(s.serious)},${y(s.large)},0.00,${y(s.aid)},0.00,${y(s.fund)},${y(s.person)},${y(s.account)},${y(s.cash)},${y(s.hospital)},${yuan(balance)},${y(s.mutual)},${variant === 1 ? 1 : 0},${s.stays},1,${v.settled.slice(0, 4)},${chronic ? d.code : ''},${chronic ? DIAGNOSIS_NAMES[visit.diagnosis] : ''},F${v.setlId.slice(3)},,${tailText},0,${s.account !== 0 ? 1 : 0},,,,${SNAPSHOT}`
}

const DIAGNOSIS_NAMES = DIAGNOSES.map((diagnosis) => toBytes(diagnosis.name))
const DEPARTMENT_PARTS = DEPARTMENTS.map(([code, name]) => `${code},${toBytes(name)}`)
const OPERATIONS: Record<string, string> = {
  'K80.101': `51.2300,${toBytes('腹腔镜下胆囊切除术')}`,
  'S72.000': `81.5100,${toBytes('全髋关节置换')}`,
  'O82.900': `74.1x01,${toBytes('剖宫产术，子宫下段横切口')}`,
}

/** MDTRT_D */
export function visitRow(p: Person, parts: PersonParts, visit: Visit, place: Place, v: VisitParts): string {
  const stay = visit.nights > 0
  const d = DIAGNOSES[visit.diagnosis]!
  const name = DIAGNOSIS_NAMES[visit.diagnosis]!
  const dept = DEPARTMENT_PARTS[departmentOf(visit)]!
  const bed = stay ? `${1 + ((visit.seed >>> 3) % 60)}` : ''
  const operation = (stay && OPERATIONS[d.code]) || ','
  const admission = stay ? `${name},${dept},${bed},${bed},0` : ',,,,,'
  const discharge = stay ? `${d.code},${dept},${bed},1` : `${d.code},${dept},,`
  const matn = visit.medType === '51' ? `39,,1,1,1,,0,0,,${v.begin.slice(0, 10)},0,` : ',,,,,,,,,,0,'
  const chronic = visit.medType === '14' ? `${d.code},${name}` : ','
  return `${v.mdtrtId},${v.messageId},${parts.visitHead},${v.age},,${p.mobile},${p.address},${parts.type},${place.segment},${v.begin},${v.end},02,,${visit.medType},,0,0,${v.begin.slice(0, 4)},,${stay ? 'I' : 'O'}${v.mdtrtId.slice(3)},B${p.num},${v.doctor},${admission},${discharge},,${chronic},${operation},${stay ? '' : name},${stay ? 2 : ''},,${stay ? visit.nights : ''},${matn},${claimTail(1, '', v.mdtrtId, v, parts.area, 'valid')},${v.doctorName},${name},${stay ? dept.slice(0, 3) : ''},${dept.slice(0, 3)},0,,,0,,${SNAPSHOT}`
}

const LIST_TYPE: Record<string, string> = { X: '101', Z: '102', S: '201', C: '301' }

/** Item parts of a fee line up to the dosage form, and the flags: made once. */
const ITEM_PARTS = ITEMS.map((item) => {
  const name = toBytes(item.name)
  const spec = toBytes(item.spec)
  const form = toBytes(item.form)
  const local = `L${item.code.slice(-10)}`
  return `${item.level},${item.code},${name},${LIST_TYPE[item.kind]},${item.code},${local},${name},${item.chargeType},,${spec},${form}`
})
const ITEM_LIMIT = ITEMS.map((item) => yuan(item.price))
const ITEM_SHARE = ITEMS.map((item) => (item.ownPercent === 100 ? '1.0000' : `0.${TWO[item.ownPercent]}00`))
const ITEM_USE = ITEMS.map((item) =>
  item.kind === 'X' || item.kind === 'Z' ? `${toBytes(item.dose)},${toBytes('每日一次')},` : ',,',
)
const ORAL = toBytes('口服')
const ITEM_CHILD = ITEMS.map((item) => (item.key === 'kidcold' ? 1 : 0))

/** FEE_LIST_D, line k. */
export function feeRow(
  p: Person,
  parts: PersonParts,
  visit: Visit,
  place: Place,
  v: VisitParts,
  lines: Lines,
  k: number,
  variant: number,
): string {
  const sign = variant === 1 ? -1 : 1
  const y = (fen: number): string => yuan(sign * fen)
  const i = lines.item[k]!
  const item = ITEMS[i]!
  const drug = item.kind === 'X' || item.kind === 'Z'
  const id = `${v.mdtrtId.slice(0, 2)}F${v.mdtrtId.slice(3)}${variant}${pad(k, 3)}`
  const time = visit.nights > 0 ? `${DAY_TEXT[visit.day + lines.day[k]!]} 10:00:00` : v.end
  const dept = DEPARTMENT_PARTS[departmentOf(visit)]!
  const supply = lines.supply[k]!
  const first = variant === 1 ? `${id.slice(0, -4)}0${id.slice(-3)}` : ''
  return `${id},${v.mdtrtId},${time},${v.setlId},${drug ? `X${v.mdtrtId.slice(3)}` : ''},${place.code},${place.name},${p.psnNo},${parts.relation},${parts.area},1,${visit.medType},${sign * lines.units[k]!},${yuan(lines.price[k]!)},${y(lines.amount[k]!)},${ITEM_LIMIT[i]},${ITEM_SHARE[i]},${y(lines.full[k]!)},${y(lines.over[k]!)},${y(lines.own[k]!)},${y(lines.inScope[k]!)},0.00,0.00,${ITEM_PARTS[i]},${dept},${v.doctor},${v.doctorName},,,,,0,0,1,,,${drug ? 1 : 0},0,0,${ITEM_CHILD[i]},0,,0,0,${visit.medType === '51' ? 1 : 0},1,,,${ITEM_USE[i]}${supply > 0 ? supply : ''},${supply > 0 ? ORAL : ''},${claimTail(1, '', id, v, parts.area, 'memo')},0,,,${first},,${SNAPSHOT}`
}

/** SETL_LIST_DIAG_D: the main diagnosis (k 0) or another. */
export function diagnosisRow(
  p: Person,
  parts: PersonParts,
  v: VisitParts,
  diagnosis: number,
  k: number,
): string {
  const id = `${v.mdtrtId.slice(0, 2)}D${v.mdtrtId.slice(3)}${k}`
  return `${id},${v.setlId},${v.mdtrtId},${p.psnNo},1,${k === 0 ? 1 : 0},${DIAGNOSES[diagnosis]!.code},${DIAGNOSIS_NAMES[diagnosis]},1,${claimTailShort(id, v, parts.area)},L${v.setlId.slice(3)},${SNAPSHOT}`
}

const claimTailShort = (rid: string, v: VisitParts, area: string): string =>
  `1,r${rid},${v.updated},${SYSTEM},${v.settled},${area},jb01,${CITIZEN},${v.settled},${area},${area}`
