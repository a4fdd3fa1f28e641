import { loadConfig } from '../platform/index.ts'
import {
  type CryptoHealth,
  cryptoHealth,
  keepMasterKeyAt,
  recordedSuite,
  workWith,
} from '../safeguard/crypto/index.ts'

/** What `xinyu doctor` says of algorithms and keys, from the files alone: a server may be running. */
export async function cryptoOf(home: string, now: number): Promise<CryptoHealth> {
  const { crypto } = loadConfig({ home, env: process.env })
  workWith((await recordedSuite(home)) ?? crypto.suite ?? 'international')
  keepMasterKeyAt(home, crypto.masterKeyFile)
  return cryptoHealth(home, now, crypto.rotateAfterDays)
}

const NAMES = {
  international: '国际套件 international: SHA-256, Ed25519, AES-256-GCM',
  guomi: '国密套件 guomi: SM3, SM2, SM4-GCM',
} as const

export function linesOf({ report, keys, masterKey, problem }: CryptoHealth): string[] {
  const due = keys.filter((key) => key.due)
  return [
    `✓ ${NAMES[report.suite]}`,
    ...(problem === null ? [] : [`✗ 密钥无法查看 the keys cannot be looked at: ${problem}`]),
    ...keys.map(
      ({ name, scheme, ageDays, due }) =>
        `${due ? '!' : '✓'} 密钥 key ${name} (${scheme}) ${ageDays ?? '?'} 天 days`,
    ),
    ...(due.length === 0
      ? []
      : [
          '    → 到期的密钥由安全管理员在「密钥」页申请更换 the security officer asks for new ones on the page of keys',
        ]),
    ...(masterKey.inside && keys.length > 0
      ? [
          `! 主密钥在数据目录内 the master key lies inside the data folder: ${masterKey.file}`,
          '    → 演示可用；生产环境请设 crypto.masterKeyFile 指向目录之外 fine for a demo; in production point crypto.masterKeyFile elsewhere',
        ]
      : []),
    '套件之外的算法 Algorithms outside of the suite:',
    ...report.algorithms.map(
      ({ algorithm, where, why }) => `  · ${algorithm}: ${where.zh} ${where.en} — ${why.zh} ${why.en}`,
    ),
    '密码应用安全性评估所缺 What a cryptography assessment still asks for:',
    ...report.certification.map(
      ({ what, standard, state }) => `  · ${what.zh} ${what.en} (${standard}): ${state.zh} ${state.en}`,
    ),
  ]
}
