import type { Cell } from '../model.ts'
import type { LiveSeat } from '../seats/live.ts'

type Table = LiveSeat['tables'][number]

/** The first notebook of a team: what is here, how it is opened, and how a result gets out. */
export function starterCells(tables: readonly Table[], viewRows: number): Cell[] {
  const table = tables.find(({ origin }) => origin === 'project') ?? tables[0]
  const cells: Omit<Cell, 'id'>[] = [{ language: 'markdown', source: welcome(viewRows) }]
  cells.push({ language: 'python', source: 'import xinyu\n\nxinyu.tables()' })
  if (table) cells.push(...opening(table))
  cells.push({ language: 'markdown', source: AIRLOCK })
  return cells.map((cell, at) => ({ id: `start-${at + 1}`, ...cell }))
}

function opening(table: Table): Omit<Cell, 'id'>[] {
  const name = JSON.stringify(table.name)
  const number = table.columns.find(({ type }) => type === 'fen' || type === 'integer' || type === 'real')
  // A number of a person or of a bill has a group of its own for each row: nothing to begin with.
  const group = table.columns.find(({ name, type }) => type === 'text' && !/_(id|no|sn|name)$/.test(name))
  const cells: Omit<Cell, 'id'>[] = [
    {
      language: 'markdown',
      source: `## ${table.titleZh} \`${table.name}\`\n\n${table.titleEn}. 列的含义见数据字典：\`xinyu.dictionary()\`。 What the columns mean: \`xinyu.dictionary()\`.`,
    },
    { language: 'python', source: `df = xinyu.table(${name})\ndf.describe()` },
    { language: 'sql', source: `select count(*) as n from ${quoted(table.name)}` },
  ]
  if (group)
    cells.push({
      language: 'sql',
      source: `select ${quoted(group.name)}, count(*) as n\n  from ${quoted(table.name)}\n group by 1\nhaving count(*) >= 10\n order by n desc\n limit 20`,
    })
  if (number) {
    const column = JSON.stringify(number.name)
    cells.push({
      language: 'python',
      source: `import matplotlib.pyplot as plt\n\nfig, ax = plt.subplots(figsize=(6, 3))\nax.hist(df[${column}].dropna(), bins=30)\nax.set_xlabel(${column})\nax.set_ylabel("n")\nplt.show()`,
    })
  }
  return cells
}

const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`

const welcome = (viewRows: number): string => `# 欢迎使用席位 · Welcome to your seat

这里可以用 Python 与 SQL 计算项目合约内的数据表。数据已去标识，只读，不能下载；席位没有网络。

- 24 小时内，本项目最多可查看 **${viewRows.toLocaleString('en')}** 行（一行文字、256 字节文字、512 字节图片都计作一行）。请先汇总，再查看。
- 屏幕带有您的登录名和时间；每次运行、查看都有记录和存证。
- 代码单元用 Shift+Enter 运行；\`import xinyu\` 打开数据表，\`xinyu.own("名称")\` 打开团队自带并获批的数据。

Here you compute with Python and SQL on the tables of your project's contracts. They are de-identified and read-only, nothing can be downloaded, and the seat has no network.

- Within 24 hours the project may look at **${viewRows.toLocaleString('en')}** rows (a line of text, 256 bytes of it, or 512 bytes of a picture count as one). Summarise first, then look.
- The screen carries your log-in name and the time; every run and every look is recorded.
- Shift+Enter runs a cell; \`import xinyu\` opens tables, \`xinyu.own("name")\` what your team brought in.`

const AIRLOCK = `## 结果如何出域 · How a result gets out

唯一的出口是**出域审核**。把结果写成文件（如 \`/work/result.csv\`），先“预检”，再写明：这是什么、怎么算的、涉及多少人，然后提交。两位审核员互不知情地审核。

最常被退回的原因：人数少于合约规定的最小人数、数字没有取整、没有说明、带有逐人的行、图里有隐藏数据。

The **airlock** is the only way out. Write the result to a file (such as \`/work/result.csv\`), run the pre-flight, say what it shows, how it was computed and on how many persons, and submit. Two checkers decide without knowing of each other.

What is returned most often: groups smaller than the contract's minimum, numbers that are not rounded, missing context, rows of single persons, data hidden in pictures.`
