import { z } from 'zod'
import { QUALITY_CLASSES } from '../quality/index.ts'

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** A text computed from a row: its own column, a column of the row it was looked up in, or of these. */
export type Value = { col: string } | { their: string } | { lit: string } | { fn: string; args: Value[] }
export const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.strictObject({ col: Name }),
    z.strictObject({ their: Name }),
    z.strictObject({ lit: z.string().max(200) }),
    z.strictObject({ fn: Name, args: z.array(Value).max(10) }),
  ]),
)

/** Where the right value may stand. Sources that speak must all say the same, else the cell stays undetermined. */
export const Source = z.strictObject({
  /** Left out: the value comes from the row itself. */
  table: Name.optional(),
  /** Columns that must be equal: `{ theirs: mine }`. */
  on: z.record(Name, Name).default({}),
  /** Columns of the other row that must hold exactly this. */
  where: z.record(Name, z.string()).default({}),
  value: Value,
  /** Speaks only where this computed text is equal: `[left, right]`. */
  when: z.array(z.tuple([Value, Value])).default([]),
  /**
   * The one authoritative source of the element (一数一源): its word overrules a sound cell that disagrees.
   * Without it two sources must agree against a cell that has a sound form.
   */
  authority: z.boolean().default(false),
})
export type Source = z.output<typeof Source>

export const FORMS = [
  'text',
  'id',
  'upper',
  'date',
  'datetime',
  'month',
  'year',
  'amount',
  'number',
  'certno',
  'mobile',
  'diagnosis',
] as const
export type Form = (typeof FORMS)[number]

/** How the right value is found. */
export const How = z.discriminatedUnion('kind', [
  /** Only the way of writing changes, never what is said. */
  z.strictObject({ kind: z.literal('normalise'), as: z.enum(FORMS) }),
  /** Text becomes the code of the column's dictionary, by name or synonym. */
  z.strictObject({ kind: z.literal('dictionary') }),
  /** From other columns of the row. */
  z.strictObject({ kind: z.literal('derive'), sources: z.array(Source).min(1).max(8) }),
  /** From other tables or sources by key. */
  z.strictObject({ kind: z.literal('lookup'), sources: z.array(Source).min(1).max(8) }),
  /** A reference that leads nowhere, found through another path; the row it then points to must exist. */
  z.strictObject({
    kind: z.literal('restore_key'),
    sources: z.array(Source).min(1).max(8),
    in: z.strictObject({ table: Name, column: Name }),
  }),
  /** One unknown of the equations of the table: see `equations`. */
  z.strictObject({ kind: z.literal('solve') }),
  /** Exact copies, apart from `apart`, are merged into the first row. */
  z.strictObject({
    kind: z.literal('keep_first'),
    key: z.array(Name).min(1).max(6),
    apart: z.array(Name).max(10),
  }),
  /** Rows of one thing under two numbers: the one that others refer to stays, if it is the only one. */
  z.strictObject({
    kind: z.literal('keep_referred'),
    /** Columns that tell that they are one thing. */
    same: z.array(Name).min(1).max(6),
    id: Name,
    /** Who must refer to it to stay, and who must not refer to those that go. */
    by: z
      .array(z.strictObject({ table: Name, column: Name }))
      .min(1)
      .max(10),
  }),
])
export type How = z.output<typeof How>

export const Fix = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  titleZh: z.string().min(1).max(200),
  titleEn: z.string().min(1).max(200),
  /** Cells that it may change: `psn_info_b.certno`, `*.certno`, or `*:date` for every column of that type. */
  at: z
    .array(z.string().regex(/^(?:[a-z][a-z0-9_]*|\*)[.:](?:[a-z][a-z0-9_]*|\*)$/))
    .min(1)
    .max(60),
  /** Rules whose findings let it act: `*.updt_future`; any rule when left out. */
  rules: z.array(z.string().max(160)).max(60).optional(),
  /** Classes whose findings let it act; any when left out. */
  classes: z.array(z.enum(QUALITY_CLASSES)).optional(),
  /** Lower stages become stable first: registers before claims, since claims are compared with registers. */
  stage: z.int().min(0).max(9),
  mode: z.enum(['automatic', 'proposal']).default('automatic'),
  how: How,
})
export type Fix = z.output<typeof Fix>

/** `total = Σ parts`, or `total = is`; what equations fix and hold decides which of their columns is wrong. */
export const Equation = z.strictObject({
  id: Name,
  table: Name,
  total: Name,
  /** Columns that are added up; each can be found from the others. */
  plus: z.array(Name).default([]),
  /** `a × b`, half up at two places: neither factor can be found from it. */
  product: z.tuple([Name, Name]).optional(),
  /** Sum over the rows of another table that point to this one. */
  sum: z.strictObject({ table: Name, column: Name, on: z.record(Name, Name) }).optional(),
  /** The total is computed from its parts when it is written: where nothing else tells, it is what is wrong. */
  computed: z.boolean().default(false),
  /** Largest difference in 分 that still counts as equal. */
  tolerance: z.int().min(0).default(0),
})
export type Equation = z.output<typeof Equation>

/** What becomes of a row whose blamed cell cannot be determined. The first entry that fits decides. */
export const Undetermined = z.strictObject({
  rules: z.array(z.string().max(160)).optional(),
  classes: z.array(z.enum(QUALITY_CLASSES)).optional(),
  fate: z.enum(['quarantine', 'keep']),
  whyZh: z.string().max(300),
  whyEn: z.string().max(300),
})
export type Undetermined = z.output<typeof Undetermined>

/** Versioned data: another way of repair is a new version of the pack, no change of code. */
export const FixPack = z.strictObject({
  code: Name,
  version: z.int().positive(),
  titleZh: z.string(),
  titleEn: z.string(),
  fixes: z.array(Fix).max(500),
  equations: z.array(Equation).max(200),
  undetermined: z.array(Undetermined).min(1).max(50),
})
export type FixPack = z.output<typeof FixPack>
