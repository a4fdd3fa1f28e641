import { XinyuError } from '../../../../../kernel/errors/index.ts'
import { type Exact, ExactNumber, isExactObject, NotJson, parseExact } from '../exact-json.ts'

/** The message envelope of the national platform's interfaces (国家医保信息平台定点接口规范), with what we use of it. */
export interface Envelope {
  readonly infno: string
  readonly msgid: string
  /** Rows by table name. */
  readonly input: { readonly [table: string]: Exact }
  readonly body: Exact
  /** Region for our own message number: of care, else of insurance; null where neither is said. */
  readonly place: string | null
}

interface Rule {
  readonly name: string
  readonly form: RegExp
  readonly says: string
  readonly required?: boolean
}

const text = (name: string, max: number): Rule => ({
  name,
  form: new RegExp(`^[\\s\\S]{0,${max}}$`),
  says: `at most ${max} characters`,
})
const region = (name: string): Rule => ({ name, form: /^\d{6}$/, says: '6 digits' })

/** Every field of the envelope but `input`. A field that is not here is refused by name. */
const RULES: readonly Rule[] = [
  { name: 'infno', form: /^[0-9A-Za-z]{4,6}$/, says: '4 to 6 letters or digits', required: true },
  {
    name: 'msgid',
    form: /^[0-9A-Za-z]{12}\d{18}$/,
    says: '30 characters: code of the institution (12), yyyyMMddHHmmss (14), number (4)',
    required: true,
  },
  { ...region('mdtrtarea_admvs'), form: /^(\d{6})?$/ },
  { ...region('insuplc_admdvs'), form: /^(\d{6})?$/ },
  text('recer_sys_code', 10),
  text('dev_no', 100),
  text('dev_safe_info', 2_000),
  text('cainfo', 2_000),
  text('signtype', 10),
  text('infver', 6),
  { name: 'opter_type', form: /^[123]?$/, says: '1, 2 or 3' },
  text('opter', 30),
  text('opter_name', 50),
  {
    name: 'inf_time',
    form: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/,
    says: 'a time such as 2026-01-05 09:30:00',
    required: true,
  },
  { name: 'fixmedins_code', form: /^([0-9A-Za-z]{12})?$/, says: '12 letters or digits' },
  text('fixmedins_name', 200),
  text('sign_no', 30),
]
const NAMES = new Set(RULES.map(({ name }) => name))

/** Reads and checks an envelope. @throws XinyuError PUSH_NOT_JSON, PUSH_FIELD */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const body = parsed(bytes)
  if (!isExactObject(body)) throw new XinyuError('PUSH_NOT_JSON', { why: 'not an object' })
  const unknown = Object.keys(body).find((name) => name !== 'input' && !NAMES.has(name))
  if (unknown !== undefined) throw wrong(unknown.slice(0, 60), 'not a field of the envelope')
  const values = Object.fromEntries(RULES.map((rule) => [rule.name, valueOf(body[rule.name], rule)]))
  const { msgid = '', infno = '', fixmedins_code: code = '' } = values
  if (!isMoment(msgid.slice(12, 26))) throw wrong('msgid', 'characters 13 to 26 are no time yyyyMMddHHmmss')
  if (code !== '' && !msgid.startsWith(code)) throw wrong('msgid', 'does not begin with fixmedins_code')
  if (!isExactObject(body.input)) throw wrong('input', 'must be an object of tables, not encrypted')
  const place = values.mdtrtarea_admvs || values.insuplc_admdvs || null
  return { infno, msgid, input: body.input, body, place }
}

function parsed(bytes: Uint8Array): Exact {
  try {
    return parseExact(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof NotJson) {
      throw new XinyuError('PUSH_NOT_JSON', { why: `${error.why} (${error.position})` })
    }
    throw new XinyuError('PUSH_NOT_JSON', { why: 'bytes that are not UTF-8' })
  }
}

function valueOf(value: Exact | undefined, { name, form, says, required }: Rule): string {
  if (value === undefined || value === null || value === '') {
    if (required) throw wrong(name, 'is missing')
    return ''
  }
  const found = value instanceof ExactNumber ? value.text : value
  if (typeof found !== 'string' || !form.test(found)) throw wrong(name, `must be ${says}`)
  return found
}

const wrong = (field: string, why: string) => new XinyuError('PUSH_FIELD', { field, why })

function isMoment(digits: string): boolean {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? []
  const iso = `${y}-${mo}-${d}T${h}:${mi}:${s}`
  const at = Date.parse(`${iso}Z`)
  // A day such as 30 February is turned into another by the parser.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso)
}
