import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../src/cli/commands.ts'
import { ERRORS } from '../src/kernel/errors/index.ts'
import { isUscc, USER_ROLES } from '../src/kernel/index.ts'
import { leaves } from '../src/platform/config/index.ts'
import { anchorsOf, commandsOf, linksOf, PAGES, readPage } from './support/pages.ts'

const ROOT = resolve(import.meta.dirname, '..')
const OPERATIONS = readPage('docs/operations.md')
const HANDBOOKS = ['docs/handbook/zh.md', 'docs/handbook/en.md'] as const
const run = promisify(execFile)

const COMMANDS = await commands()
/** Options of the program itself, before or after the command's name. */
const SHARED = new Map([
  ['--home', true],
  ['--json', false],
])

describe('settings', () => {
  const rows = OPERATIONS.match(/<!-- settings: begin[\s\S]*settings: end -->/)![0].split('\n')

  test('docs/operations.md holds every setting, and no other', () => {
    const named = rows.flatMap((row) => /^\| `([\w.]+)` +\|/.exec(row)?.[1] ?? [])
    expect(named).toEqual(leaves().map(({ path }) => path.join('.')))
  })

  test.each(leaves().map((leaf) => [leaf.path.join('.'), leaf] as const))(
    '%s is told exactly',
    (name, leaf) => {
      const row = rows.find((line) => line.startsWith(`| \`${name}\` `))!
      const cells = row.split('|').map((cell) => cell.trim())
      // Two defaults are counted from the processors of the machine.
      if (!/CPUs/.test(cells[2]!)) expect(cells[2]).toBe(`\`${JSON.stringify(leaf.fallback)}\``)
      expect(cells[3]).toBe(leaf.env.map((one) => `\`${one}\``).join(' '))
      expect(cells[4]).toMatch(/[\u4e00-\u9fff]/)
      expect(cells[5]).toBe(leaf.sentence)
    },
  )
})

describe('commands', () => {
  const named = PAGES.filter((page) => !page.startsWith('docs/adr/')).flatMap((page) =>
    commandsOf(page, 'npx xinyu').map((line) => [page, line] as const),
  )

  test('the list here is that of the program', { timeout: 120_000 }, async () => {
    const { out } = await xinyu(['--help'])
    const listed = out.split('Commands:')[1]!.matchAll(/^ {2}(\w+)/gm)
    const names = [...listed].map(([, name]) => name).filter((name) => name !== 'help')
    expect(COMMANDS.map((command) => command.name())).toEqual(names)
  })

  test('one that is named is loaded alone, whatever stands before it; the version is that of the package', {
    timeout: 30_000,
  }, async () => {
    const loaded = async (...words: string[]) => (await commands(words)).map((one) => one.name())
    expect(await loaded('--home', 'x', 'verify', 'receipt.json')).toEqual(['verify'])
    expect(await loaded('nonsense')).toHaveLength(COMMANDS.length)
    const { version } = JSON.parse(readPage('package.json')) as { version: string }
    expect(await xinyu(['--version'])).toEqual({ code: 0, out: `${version}\n` })
  })

  test('the pages name enough of them to be worth the check', () => {
    const words = new Set(named.map(([, line]) => commandIn(line)?.name()))
    for (const command of COMMANDS) expect(words, command.name()).toContain(command.name())
  })

  test.each(named)('%s: %s', (_page, line) => {
    const command = commandIn(line)
    const words = wordsOf(line)
    if (!command) return expect(words, 'names a command that there is').toEqual([])
    const taken = new Set<string>()
    for (const word of words.filter((one) => one.startsWith('--'))) {
      const known = SHARED.has(word) || command.options.some((option) => option.long === word)
      expect(known, `${word} of ${command.name()}`).toBe(true)
      taken.add(word)
    }
    // A bare `npx xinyu init` speaks of the command; one with options must run as it stands.
    const own = [...taken].some((word) => !SHARED.has(word))
    if (own) {
      const needed = command.options.filter((option) => option.mandatory).map((option) => option.long)
      expect([...taken]).toEqual(expect.arrayContaining(needed))
    }
  })

  test('an example code is a valid one', () => {
    const codes = named.flatMap(([, line]) =>
      [...line.matchAll(/--(?:uscc|body) (\w{18})/g)].map(([, code]) => code!),
    )
    expect(codes.length).toBeGreaterThan(2)
    for (const code of codes) expect(isUscc(code), code).toBe(true)
  })

  test.each(PAGES)('%s: npm and node scripts exist', (page) => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
    for (const line of commandsOf(page, 'npm run ')) expect(scripts).toHaveProperty([line.split(' ')[2]!])
    for (const line of commandsOf(page, 'npm start')) expect(scripts, line).toHaveProperty('start')
    for (const line of commandsOf(page, 'node scripts/'))
      expect(existsSync(join(ROOT, line.split(' ')[1]!)), line).toBe(true)
  })
})

describe('pages', () => {
  const links = PAGES.flatMap(linksOf)

  test('every link between pages resolves, to its heading too', () => {
    expect(links.length).toBeGreaterThan(40)
    for (const { page, file, anchor, picture } of links) {
      if (picture) continue
      expect(existsSync(join(ROOT, file)), `${page} → ${file}`).toBe(true)
      if (anchor && file.endsWith('.md')) expect(anchorsOf(file), `${page} → ${file}`).toContain(anchor)
    }
  })

  test('every picture that a page shows is there', () => {
    const lost = links.filter(({ file, picture }) => picture && !existsSync(join(ROOT, file)))
    expect(lost.map(({ page, file }) => `${page} → ${file}`)).toEqual([])
  })

  test('the two handbooks have the same chapters, tables and examples', () => {
    const [zh, en] = HANDBOOKS.map((page) => {
      const text = readPage(page)
      return {
        numbers: [...text.matchAll(/^##+ ([\d.]+)/gm)].map(([, number]) => number),
        rows: [...text.matchAll(/^\|/gm)].length,
        code: [...text.matchAll(/^```sql\n[\s\S]*?^```/gm)].map(([body]) => body),
        xinyu: commandsOf(page, 'npx xinyu').map((line) => line.split(' ').slice(0, 3).join(' ')),
      }
    })
    expect(zh!.numbers.length).toBeGreaterThan(25)
    expect(zh).toEqual(en)
  })

  test('every role has its word in both handbooks', () => {
    const words = (language: string, file: string): Record<string, string> =>
      JSON.parse(readFileSync(join(ROOT, `web/src/i18n/${language}/${file}.json`), 'utf8')) as Record<
        string,
        string
      >
    for (const [page, language] of [
      [HANDBOOKS[0], 'zh'],
      [HANDBOOKS[1], 'en'],
    ] as const) {
      const text = readPage(page).toLowerCase()
      const word = words(language, 'role')
      // “Data steward” is called steward, the word of the design, in the English handbook.
      for (const role of USER_ROLES)
        expect(text, `${page}: ${role}`).toContain(
          word[role]!.toLowerCase().replace('data steward', 'steward'),
        )
    }
  })

  test('every error code that operations and handbooks name exists', () => {
    for (const page of ['docs/operations.md', 'docs/limits.md', ...HANDBOOKS]) {
      const codes = [...readPage(page).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code]) => code!)
      const known = new Set([
        ...Object.keys(ERRORS),
        ...leaves().flatMap((leaf) => leaf.env),
        'XINYU_HOME',
        'NODE_COMPILE_CACHE',
      ])
      for (const code of codes) expect(known, `${page}: ${code}`).toContain(code)
    }
  })
})

/** The commands of the README on a space of their own, one after the other as somebody follows them. */
describe('the README, followed', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xinyu-docs-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)

  test('doctor answers', { timeout: 120_000 }, async () => {
    const { out } = await xinyu(['doctor', '--json'], at('none'))
    const { checks, crypto } = JSON.parse(out) as {
      checks: { id: string }[]
      crypto: { report: { algorithms: unknown[] } }
    }
    expect(checks.map(({ id }) => id)).toContain('node')
    expect(crypto.report.algorithms.length).toBeGreaterThan(5)
  })

  test('init, backup, restore elsewhere, fsck', { timeout: 120_000 }, async () => {
    // The line of docs/operations.md itself, so that it is what works.
    const line = commandsOf('docs/operations.md', 'npx xinyu init --uscc')[0]!
    const made = await xinyu([...wordsOf(line, true), '--json'], at('home'))
    expect(made.code, made.out).toBe(0)
    const { invitations } = JSON.parse(made.out) as { invitations: { login: string; link: string }[] }
    expect(invitations.map(({ login }) => login)).toEqual(['sysadmin', 'secofficer', 'auditor'])
    expect(invitations[0]!.link).toMatch(/^https:\/\/space\.example\.org\/invitation\/[\w-]{40,}$/)
    expect(existsSync(at('home/xinyu.yaml'))).toBe(true)

    expect(await xinyu(['backup', at('backup')], at('home'))).toMatchObject({ code: 0 })
    expect(existsSync(at('backup/manifest.json'))).toBe(true)

    const restored = await xinyu(['restore', at('backup'), '--json'], at('other'))
    expect(restored.code, restored.out).toBe(0)
    expect(JSON.parse(restored.out)).toMatchObject({ log: { outcome: 'new-origin' } })
    expect(existsSync(at('other/evidence-archive'))).toBe(true)
    const checked = await xinyu(['fsck', '--json'], at('other'))
    expect(checked.code, checked.out).toBe(0)
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true })
  })
})

/** The command as a user gives it, without settings of whoever runs the tests. */
async function xinyu(
  args: readonly string[],
  home = join(ROOT, 'data'),
): Promise<{ code: number; out: string }> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(XINYU_|DATABASE_URL$|PORT$|HOST$)/.test(name)),
  )
  const command = [join(ROOT, 'src/cli.ts'), ...args]
  try {
    const { stdout, stderr } = await run(process.execPath, command, {
      cwd: ROOT,
      env: { ...env, XINYU_HOME: home },
    })
    return { code: 0, out: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout + stderr }
  }
}

/** The words after `npx xinyu`; a quoted text is one word. */
function wordsOf(line: string, bare = false): string[] {
  const words = [...line.replace(/^npx xinyu/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, text, word]) => text ?? word!,
  )
  return bare ? words : words.filter((word) => word !== '…' && word !== '...')
}

function commandIn(line: string): Command | undefined {
  const words = wordsOf(line)
  while (words[0] !== undefined && SHARED.has(words[0])) words.splice(0, SHARED.get(words[0]) ? 2 : 1)
  return COMMANDS.find((command) => command.name() === words[0])
}
