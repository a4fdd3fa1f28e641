import { Command } from 'commander'
import { type OpenSpace, openSpace } from '../app.ts'
import { makeDemoContest } from '../app/contest-demo.ts'
import { flushCompiled } from '../kernel/compile-cache.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { beginDemo, demoSpace, finishDemo } from '../demo/index.ts'
import { type Background, serve } from '../serve.ts'
import { shared } from './output.ts'

export interface StartOptions {
  readonly home: string
  /** Make the demo space when the data folder is empty. */
  readonly demo: boolean
}

export function startCommand(): Command {
  return new Command('start')
    .description('serve the space of the data folder (make one with `init`, or `npm start` for the demo)')
    .action(async (_options: unknown, command: Command) => start({ home: shared(command).home, demo: false }))
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/** Opens the space, makes the demo alive where it is one, and serves until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const began = performance.now()
  const { home, demo } = options
  const opened = await openSpace({
    home,
    demoWitnesses: true,
    ...(demo ? { create: demoSpace() } : {}),
  })
  const unfinished = opened.space.demo && !opened.space.ready
  try {
    mustBeServable(opened)
    if (unfinished) await beginAloud(opened)
    if (opened.space.demo)
      await makeDemoContest(opened.core).catch((error: unknown) =>
        opened.core.log.error({ err: error }, 'the contest of the demo is put off'),
      )
    const rest = unfinished ? finishLater(opened) : null
    const server = await serve(opened, rest)
    announce(opened, server.address, began)
    flushCompiled()
    rest?.start()
    await server.closed
  } finally {
    await opened.stop()
  }
}

/** One click enters the demo, so nobody else's machine may reach it. */
function mustBeServable({ core, space }: OpenSpace): void {
  if (space.demo && !LOOPBACK.has(core.config.host)) throw new XinyuError('DEMO_NOT_LOOPBACK')
}

async function beginAloud({ core, runs }: OpenSpace): Promise<void> {
  console.log('正在建立演示空间（全部数据由程序生成）… Making the demo space; all data is generated …')
  await beginDemo(core, runs, say)
}

/** The rest of the demo's data lands while people look around already. */
function finishLater({ core }: OpenSpace): Background {
  const abort = new AbortController()
  let running: Promise<void> = Promise.resolve()
  return {
    start() {
      running = finishDemo(core, say, abort.signal).then(
        () => console.log('演示空间已全部就绪。The demo is complete.'),
        (error: unknown) => {
          if (!abort.signal.aborted) core.log.error({ err: error }, 'the rest of the demo was not made')
        },
      )
    },
    async stop() {
      abort.abort(new Error('shutdown'))
      await running
    },
  }
}

const say = (zh: string, en: string): void => console.log(`  · ${zh}  ${en}`)

function announce({ space, core }: OpenSpace, address: string, began: number): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`\n  ${space.nameZh}\n  ${space.nameEn}\n`)
  console.log(`  ${address}\n`)
  if (space.demo)
    console.log('  打开上面的地址，点任一演示用户即可进入。Open it and enter as any demo user by one click.')
  console.log(`  数据目录 data: ${core.home}   (${seconds} s)   Ctrl+C 停止 stops.\n`)
}
