import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { tellStory } from './story/tell.ts'

interface StoryOptions {
  readonly from: string
  readonly insured?: { table: string; column: string }
  readonly k: number
  readonly keep?: string
}

/** `xinyu story`: the main job, headless, on any folder of CSV files. */
export function storyCommand(): Command {
  return new Command('story')
    .description(
      'go the whole path on a folder of CSV files: from a raw file to a released result with a receipt',
    )
    .requiredOption('--from <folder>', 'folder of CSV files with header lines')
    .option(
      '--insured <table.column>',
      'column that identifies the insured person (guessed and stated if not given)',
      insured,
    )
    .option(
      '--k <number>',
      'smallest number of insured persons that a released cell may rest on',
      wholeNumber,
      10,
    )
    .option('--keep <folder>', 'keep the space, the result and the receipt in this folder')
    .action(async (options: StoryOptions, command: Command) => {
      const json = command.optsWithGlobals<{ json?: boolean }>().json === true
      const home = options.keep ? resolve(options.keep) : await mkdtemp(join(tmpdir(), 'xinyu-story-'))
      try {
        process.exitCode = await tellStory({
          home,
          from: resolve(options.from),
          insured: options.insured ?? null,
          minGroup: options.k,
          json,
          kept: options.keep !== undefined,
        })
      } finally {
        if (!options.keep) await rm(home, { recursive: true, force: true })
      }
    })
}

function insured(text: string): { table: string; column: string } {
  const match = /^([^.]+)\.([^.]+)$/.exec(text)
  if (!match) throw new InvalidArgumentError('write it as table.column, such as setl_d.psn_no')
  return { table: match[1]!, column: match[2]! }
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 2) throw new InvalidArgumentError('a whole number from 2 on')
  return value
}
