import { type Needle, plainOf } from './mentions.ts'
import type { BlindFlag } from './model.ts'
import { type Told, toldIn } from './told.ts'

const linkFlag = (code: string, said: string): BlindFlag => ({
  key: plainOf(said).text,
  kind: 'link',
  where: 'field',
  at: code,
  place: '',
  text: said,
  around: said,
  fixed: false,
})

export interface CopiedFile {
  readonly number: number
  readonly sourceDigest: string
  readonly told: readonly Told[]
  readonly fixed: boolean
  readonly pictures: number
  readonly unread: boolean
}

/** Everything in a copy that somebody has to look at. */
export function flagsOf(
  copy: {
    readonly title: string
    readonly fields: readonly { readonly code: string; readonly text: string; readonly link: boolean }[]
    readonly files: readonly CopiedFile[]
  },
  needles: readonly Needle[],
): BlindFlag[] {
  const words = (where: 'title' | 'field', at: string, text: string) =>
    toldIn([{ place: '', text }], needles).map((told): BlindFlag => ({ ...told, where, at, fixed: false }))
  return [
    ...words('title', '', copy.title),
    ...copy.fields.flatMap(({ code, text, link }) => [
      ...words('field', code, text),
      ...(link && text.trim() !== '' ? [linkFlag(code, text)] : []),
    ]),
    ...copy.files.flatMap((file) => {
      const spot = { where: 'file', at: String(file.number), fixed: file.fixed } as const
      const unseen = (kind: 'picture' | 'unread'): BlindFlag => ({
        ...spot,
        key: `${kind}:${file.sourceDigest}`,
        kind,
        place: '',
        text: '',
        around: '',
        fixed: true,
      })
      return [
        ...file.told.map((told): BlindFlag => ({ ...told, ...spot })),
        ...(file.pictures > 0 ? [unseen('picture')] : []),
        ...(file.unread ? [unseen('unread')] : []),
      ]
    }),
  ]
}

/** Nothing is open that nobody decided on. */
export const openFlags = (
  flags: readonly BlindFlag[],
  kept: readonly { readonly key: string }[],
): BlindFlag[] => {
  const done = new Set(kept.map(({ key }) => key))
  return flags.filter(({ key }) => !done.has(key))
}
