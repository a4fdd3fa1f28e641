import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { degraded, type Finding, missing, ok } from './model.ts'
import { aptLine, findProgram, output } from './probe.ts'

export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const

export function checkNode(version = process.versions.node): Finding {
  if (Number(version.split('.')[0]) >= 24) return ok(`Node ${version}`, `Node ${version}`)
  return missing(`需要 Node 24，当前为 ${version}`, `Node 24 is needed, this is ${version}`, 'npm ci')
}

export async function checkBubblewrap(): Promise<Finding> {
  const program = findProgram(['bwrap'])
  const fix = aptLine('bubblewrap')
  if (!program) return missing('没有 bubblewrap：分析席位不能启动', 'no bubblewrap: seats cannot start', fix)
  const works = await output(program, ['--ro-bind', '/', '/', '--unshare-all', 'true'])
  if (works !== null) return ok('bubblewrap 可用', 'bubblewrap works')
  return missing(
    'bubblewrap 已安装，但本机不允许创建用户命名空间：分析席位不能启动',
    'bubblewrap is there, but this machine allows no user namespaces: seats cannot start',
    'sysctl -w kernel.unprivileged_userns_clone=1',
  )
}

/** The system's own, whichever else is on the path: what its packages bring is what seats offer. */
const PYTHON = '/usr/bin/python3'
const MODULES = ['pandas', 'sklearn', 'matplotlib', 'seccomp'] as const

export async function checkPython(): Promise<Finding> {
  const fix = aptLine(...MODULES.map((name) => `python3-${name}`))
  if (!existsSync(PYTHON))
    return missing('没有 python3：Python 席位不可用', 'no python3: Python seats are not available', fix)
  // Looked up, not imported: importing pandas takes over a second.
  const script = `import sys, importlib.util as u; print(sys.version.split()[0], *[n for n in ${JSON.stringify(MODULES)} if u.find_spec(n) is None])`
  const [version, ...lacking] = (await output(PYTHON, ['-I', '-c', script]))?.split(' ') ?? []
  if (!version) return missing('python3 不能运行', 'python3 does not run', fix)
  if (lacking.length === 0)
    return ok(`Python ${version}，含 pandas、scikit-learn`, `Python ${version} with pandas and scikit-learn`)
  const what = lacking.join(', ')
  return missing(
    `Python ${version}，缺少 ${what}：席位不能启动`,
    `Python ${version} without ${what}: seats cannot start`,
    fix,
  )
}

export async function checkChromium(): Promise<Finding> {
  const program = findProgram(CHROMIUM)
  if (!program) {
    return degraded(
      '没有 Chromium：浏览器测试会跳过，不影响使用',
      'no Chromium: browser tests are skipped, use is not affected',
      aptLine('chromium'),
    )
  }
  const version = (await output(program, ['--version'])) ?? program
  return ok(version, version)
}

export function checkFonts(
  folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.fonts')],
): Finding {
  if (folders.some((folder) => holdsFont(folder))) return ok('有中文字体', 'a Chinese font is installed')
  return degraded(
    '没有中文字体：PDF 报告与页面截图中的汉字会显示为方框',
    'no Chinese font: Chinese text in PDF reports and screenshots shows as boxes',
    aptLine('fonts-noto-cjk'),
  )
}

function holdsFont(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory()
      ? holdsFont(join(folder, entry.name))
      : /cjk|wqy|source ?han|droidsansfallback|simsun|simhei|msyh|pingfang|hiragino/i.test(entry.name),
  )
}
