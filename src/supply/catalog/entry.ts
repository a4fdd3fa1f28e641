import { z } from 'zod'

/** How often data comes anew. Nine kinds, as the catalogue draft of the national data infrastructure counts them. */
export const RHYTHMS = [
  'real_time',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
  'irregular',
  'once',
] as const
export const Rhythm = z.enum(RHYTHMS)
export type Rhythm = z.output<typeof Rhythm>

/** Themes of this space; `topic` is the code of the national catalogue draft (as read) where one fits. */
export const THEMES = {
  enrolment: { topic: 'C0300' },
  contribution: { topic: 'C0300' },
  settlement: { topic: 'C0300' },
  visit: { topic: 'C0200' },
  drug: { topic: 'C0200' },
  institution: { topic: 'C0200' },
  supervision: { topic: 'C0300' },
  public_register: { topic: null },
  finance: { topic: 'B0500' },
  dictionary: { topic: null },
  research: { topic: 'C0200' },
  other: { topic: null },
} as const satisfies Record<string, { topic: string | null }>
export type Theme = keyof typeof THEMES
export const THEME_CODES = Object.keys(THEMES) as [Theme, ...Theme[]]
export const Theme = z.enum(THEME_CODES)

const Line = z.string().trim().min(1).max(200)
const Day = z.iso.date()

/** Who has to be asked. An office, not a person: the catalogue is read by all. */
export const Contact = z.strictObject({
  name: Line,
  email: z.email().max(200).nullable().default(null),
  phone: z
    .string()
    .trim()
    .regex(/^[\d+() -]{3,40}$/)
    .nullable()
    .default(null),
})
export type Contact = z.output<typeof Contact>

/** The ground on which the owner holds and offers it: its words, and the number or address of the document. */
export const Authority = z.strictObject({
  text: z.string().trim().min(1).max(2_000),
  document: z.string().trim().min(1).max(500).nullable().default(null),
})
export type Authority = z.output<typeof Authority>

const words = { authority: Authority.nullable(), rhythm: Rhythm.nullable(), theme: Theme.nullable() }
const more = {
  keywords: z.array(Line).max(30),
  /** Division codes (GB/T 2260) or names of regions. */
  spatial: z.array(Line).max(60),
  temporal: z.strictObject({ from: Day.nullable(), to: Day.nullable() }).nullable(),
  contact: Contact.nullable(),
}

/** What a catalogue says of a dataset beside titles and schema. */
export const Entry = z.object({
  authority: words.authority.default(null),
  rhythm: words.rhythm.default(null),
  theme: words.theme.default(null),
  keywords: more.keywords.default([]),
  spatial: more.spatial.default([]),
  temporal: more.temporal.default(null),
  contact: more.contact.default(null),
})
export type Entry = z.output<typeof Entry>

/** A change of some of it; what is left out stays. */
export const EntryChange = z.strictObject({
  authority: words.authority.optional(),
  rhythm: words.rhythm.optional(),
  theme: words.theme.optional(),
  keywords: more.keywords.optional(),
  spatial: more.spatial.optional(),
  temporal: more.temporal.optional(),
  contact: more.contact.optional(),
})
export type EntryChange = z.input<typeof EntryChange>
