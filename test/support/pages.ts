import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** The pages that people read, below the root of the project. */
export const PAGES = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).sort()

export const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

export interface PageLink {
  readonly page: string
  /** File that is meant, below the root of the project. */
  readonly file: string
  /** The part after `#`, or ''. */
  readonly anchor: string
  readonly picture: boolean
}

/** Links from page to file, in Markdown outside of code. Addresses of the web are left out. */
export function linksOf(page: string): PageLink[] {
  const text = readPage(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
  return [...text.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)]
    .filter(([, , to]) => !/^[a-z]+:/i.test(to!))
    .map(([, mark, to]) => {
      const [path = '', anchor = ''] = to!.split('#')
      const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path))
      return { page, file, anchor: decodeURIComponent(anchor), picture: mark === '!' }
    })
}

/** Anchors of a page as GitHub makes them: small letters, no punctuation, a hyphen for each space. */
export function anchorsOf(page: string): Set<string> {
  const lines = readPage(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...lines].map(([, title]) =>
      title!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}

/** Lines that begin with `start` in the code blocks and code spans of a page, continued lines joined, remarks cut. */
export function commandsOf(page: string, start: string): string[] {
  const text = readPage(page)
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].flatMap(([, body]) =>
    body!.replaceAll(/\\\n\s*/g, '').split('\n'),
  )
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, body]) => body!,
  )
  return [...blocks, ...spans]
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/^[A-Z_]+=\S+ /, '')
        .trim(),
    )
    .filter((line) => line.startsWith(start))
}
