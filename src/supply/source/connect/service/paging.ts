import { atPointer, type Exact, ExactNumber } from './exact-json.ts'
import type { Paging } from './model.ts'

/** One page of a list as it was answered. */
export interface PageFacts {
  readonly body: Exact
  /** The `next` link of the Link header (RFC 8288), where there is one. */
  readonly linkHeader: string | null
  readonly place: string | null
  readonly count: number
}

/** How pages follow one another. A place is plain text, so that it survives a kill. */
export interface Pager {
  readonly first: string | null
  /** Numbered pages can be asked for again and compared; tokens cannot. */
  readonly numbered: boolean
  readonly size: number | null
  params(place: string | null): Readonly<Record<string, string>>
  /** Address of a page where the service gives links; null: the usual one. */
  address(place: string | null): string | null
  next(page: PageFacts): string | null
}

export function pagerOf(paging: Paging): Pager {
  const none = { params: () => ({}), address: () => null, size: null, numbered: false, first: null }
  switch (paging.kind) {
    case 'none':
      return { ...none, next: () => null }
    case 'page':
      return {
        ...numbered(paging, String(paging.first)),
        next: ({ place }) => String(Number(place) + 1),
      }
    case 'offset':
      return { ...numbered(paging, '0'), next: ({ place, count }) => String(Number(place) + count) }
    case 'cursor':
      return {
        ...none,
        size: paging.size,
        params: (place) => ({
          ...(place === null ? {} : { [paging.param]: place }),
          ...sizeParam(paging),
        }),
        next: ({ body }) => token(body, paging.pointer),
      }
    case 'link':
      return {
        ...none,
        address: (place) => place,
        next: ({ body, linkHeader }) => token(body, paging.pointer) ?? linkHeader,
      }
  }
}

type Numbered = Paging & { kind: 'page' | 'offset' }

const numbered = (paging: Numbered, first: string) => ({
  first,
  numbered: true,
  size: paging.size,
  address: () => null,
  params: (place: string | null) => ({ [paging.param]: place ?? first, ...sizeParam(paging) }),
})

const sizeParam = ({ sizeParam: name, size }: { sizeParam: string | null; size: number }) =>
  name === null ? {} : { [name]: String(size) }

function token(body: Exact, pointer: string): string | null {
  const found = atPointer(body, pointer)
  if (found instanceof ExactNumber) return found.text
  return typeof found === 'string' && found !== '' ? found : null
}

/** The address with `rel="next"` in a Link header. */
export function nextLink(header: string | undefined): string | null {
  for (const [, address, params] of (header ?? '').matchAll(/<([^>]*)>([^,]*)/g)) {
    if (/;\s*rel="?next"?/i.test(params!)) return address!
  }
  return null
}
