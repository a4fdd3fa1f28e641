import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { systemActor } from '../kernel/actor.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { openIdentity, renewInvitation, resetSecondFactor } from '../safeguard/identity/index.ts'
import { print, shared } from './output.ts'

/** `xinyu rescue LOGIN`: a new invitation for an officer who lost the link, the phone or the password. */
export function rescueCommand(): Command {
  return new Command('rescue')
    .description(
      'give a user a new invitation and take the lost second factor away; for who has access to the machine',
    )
    .argument('<login>', 'log-in name of the user')
    .option('--origin <url>', 'address under which users reach the space', 'http://127.0.0.1:8080')
    .action(async (login: string, options: { origin: string }, command: Command) => {
      const { home, json } = shared(command)
      const opened = await openSpace({ home, settings: { logLevel: 'error' } })
      try {
        const { core } = opened
        const user = await core.db
          .selectFrom('app_user')
          .select('id')
          .where('login', '=', login)
          .executeTakeFirst()
        if (!user) throw new XinyuError('NOT_FOUND', { what: `user ${login}` })
        const operator = systemActor('cli-rescue')
        await resetSecondFactor(core, operator, user.id)
        const { token } = await renewInvitation(openIdentity(core), operator, user.id)
        const link = `${options.origin}/invitation/${token}`
        print(json, { login, link }, [
          `${login}  ${link}`,
          '七天内有效，只显示这一次。Valid for seven days, shown only now.',
        ])
      } finally {
        await opened.stop()
      }
    })
}
