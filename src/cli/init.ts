import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { createOfficers } from '../safeguard/identity/index.ts'
import { writeDefaultConfig } from '../platform/index.ts'
import { print, shared } from './output.ts'

interface InitOptions {
  readonly nameZh: string
  readonly nameEn: string
  readonly uscc: string
  readonly bodyZh: string
  readonly bodyEn: string
  readonly region: string
  readonly origin: string
}

/** `xinyu init`: an empty production space with its three separated officers, who come in by invitation. */
export function initCommand(): Command {
  return new Command('init')
    .description(
      'make an empty production space with its three officers (三员); prints their invitations once',
    )
    .requiredOption('--uscc <code>', 'unified social credit code of the operating body (GB 32100)')
    .requiredOption('--body-zh <name>', 'Chinese name of the operating body')
    .requiredOption('--body-en <name>', 'English name of the operating body')
    .requiredOption('--region <code>', 'six digits of GB/T 2260, such as 310000')
    .option('--name-zh <name>', 'Chinese name of the space', '医保可信数据空间')
    .option('--name-en <name>', 'English name of the space', 'Trusted data space for medical insurance')
    .option('--origin <url>', 'address under which users will reach it', 'http://127.0.0.1:8080')
    .action(async (options: InitOptions, command: Command) => {
      const { home, json } = shared(command)
      await init(home, options, json)
    })
}

async function init(home: string, options: InitOptions, json: boolean): Promise<void> {
  writeDefaultConfig(home)
  const opened = await openSpace({
    home,
    create: { nameZh: options.nameZh, nameEn: options.nameEn, demo: false },
    settings: { logLevel: 'error' },
  })
  try {
    if (opened.space.demo) throw new XinyuError('SPACE_EXISTS')
    const { uscc, bodyZh, bodyEn, region } = options
    const { invitations } = await createOfficers(opened.core, {
      operator: { uscc, nameZh: bodyZh, nameEn: bodyEn, regionCode: region },
      officers: [
        { role: 'system_administrator', login: 'sysadmin', displayName: '系统管理员' },
        { role: 'security_officer', login: 'secofficer', displayName: '安全管理员' },
        { role: 'auditor', login: 'auditor', displayName: '审计管理员' },
      ],
    })
    const links = invitations.map(({ login, path }) => ({ login, link: `${options.origin}${path}` }))
    print(json, { home, space: opened.space.id, invitations: links }, [
      `空间已建立，数据目录 ${home}。The space is made.`,
      '三份邀请各交给一个人，七天内有效，只显示这一次：',
      'Hand each invitation to one person; they are valid for seven days and shown only now:',
      ...links.map(({ login, link }) => `  ${login.padEnd(12)} ${link}`),
      '然后运行 Then run: npx xinyu start',
    ])
  } finally {
    await opened.stop()
  }
}
