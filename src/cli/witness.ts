import { Command, InvalidArgumentError } from 'commander'
import { runWitness } from '../witness/index.ts'

interface WitnessFlags {
  readonly folder: string
  readonly name: string
  readonly log?: readonly string[]
  readonly port: number
  readonly host: string
  readonly guard?: string
  readonly adopt?: string
  readonly keyOnly?: boolean
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('0 to 65535')
  return port
}

/** `xinyu witness`: a small server of its own, for any body; it opens neither a space nor a database. */
export function witnessCommand(): Command {
  return new Command('witness')
    .description('witness evidence logs for others (C2SP tlog-witness): needs a folder, and no space')
    .requiredOption('--folder <folder>', 'its memory and its key, made at the first start')
    .requiredOption('--name <name>', 'name of its key, such as witness.example.org/xinyu')
    .option('--log <vkey>', 'verifier key of a log, or a file with one key a line; may be repeated', collect)
    .option('--key-only', 'print its verifier key, made where there is none, and end')
    .option('--port <port>', 'port; 0 takes a free one', portOf, 8090)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--guard <file>', 'a small file on another disk that tells a folder that was put back whole')
    .option(
      '--adopt <file>',
      'after a rolled-back folder: take a checkpoint with our own cosignature as the last',
    )
    .action(async ({ log: logs = [], ...flags }: WitnessFlags) => {
      process.exitCode = await runWitness({ ...flags, logs })
    })
}
