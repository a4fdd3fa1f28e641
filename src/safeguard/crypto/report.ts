import { z } from 'zod'
import { ELSEWHERE, ELSEWHERE_VERSION, type Said } from './elsewhere.ts'
import { suite } from './in-force.ts'
import { type KeptKey, keyStore, masterKeyFile, masterKeyInside } from './keys/index.ts'
import { SUITES } from './suite.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

export const SuiteReport = z.object({
  suite: z.enum(SUITES),
  /** Of the list of algorithms outside of the suite. */
  version: z.int(),
  algorithms: z.array(z.object({ algorithm: z.string(), where: Text, why: Text })),
  certification: z.array(z.object({ what: Text, standard: z.string(), state: Text })),
})
export type SuiteReport = z.output<typeof SuiteReport>

/** What this process works with, where else other algorithms serve, and what a cryptography assessment still asks for. */
export const suiteReport = (): SuiteReport => ({
  suite: suite().name,
  version: ELSEWHERE_VERSION,
  algorithms: ELSEWHERE.map(({ algorithm, where, why }) => ({ algorithm, where, why })),
  certification: certification(suite().name === 'guomi'),
})

const need = (what: Said, standard: string, state: Said) => ({ what, standard, state })

/** The four technical layers of GB/T 39786-2021, clauses 5.1 to 8.4, and the modules behind them. */
const certification = (guomi: boolean): SuiteReport['certification'] => [
  need(
    { zh: '物理和环境：门禁与监控记录的密码保护', en: 'physical: entry and camera records' },
    'GB/T 39786-2021',
    {
      zh: '由机房提供，不在本系统内',
      en: 'the data centre’s; not in this system',
    },
  ),
  need(
    {
      zh: '网络和通信：国密 TLS、双向鉴别',
      en: 'network: TLS with SM2, SM3 and SM4, both ends authenticated',
    },
    'GB/T 39786-2021, GB/T 38636',
    {
      zh: '缺：须在服务前部署国密网关或国密浏览器',
      en: 'lacking: a gateway for such TLS (GB/T 38636) before the server, and browsers that speak it',
    },
  ),
  need(
    { zh: '设备和计算：管理员登录、日志完整性', en: 'devices: log-in of administrators, integrity of logs' },
    'GB/T 39786-2021',
    {
      zh: '部分：审计日志有签名哈希树；操作系统与数据库的登录由部署方负责',
      en: 'in part: the audit log is a signed tree; log-in to the operating system and the database is the deployment’s',
    },
  ),
  need(
    {
      zh: '应用和数据：身份鉴别、存储机密性与完整性、不可否认',
      en: 'application and data: identity, stored data, non-repudiation',
    },
    'GB/T 39786-2021',
    guomi
      ? {
          zh: '算法已为国密（软件实现）；可用 SM2 证书登录，证书机构与 UKey 由部署方接入（login.caFile）',
          en: 'SM2, SM3 and SM4, in software; log-in by SM2 certificate, with authorities and key devices of the deployment (login.caFile)',
        }
      : { zh: '未达到：本空间使用国际套件', en: 'not met: this space works with the international suite' },
  ),
  need({ zh: '经认证的密码产品', en: 'certified cryptographic modules' }, 'GM/T 0028, GB/T 37092', {
    zh: '缺：密钥在软件中；三级系统须二级及以上模块，经 KeyStore 接入密码机（GM/T 0018）',
    en: 'lacking: keys are in software; level 3 asks for modules of level 2, behind the KeyStore door (GM/T 0018)',
  }),
  need({ zh: '密码应用安全性评估', en: 'the assessment itself' }, 'GB/T 43206', {
    zh: '未做',
    en: 'not made',
  }),
]

export interface CryptoHealth {
  readonly report: SuiteReport
  readonly keys: readonly (KeptKey & { readonly ageDays: number | null; readonly due: boolean })[]
  readonly masterKey: { readonly file: string; readonly inside: boolean }
  /** Why the keys could not be looked at; null when they could. */
  readonly problem: string | null
}

const DAY_MS = 86_400_000

/** The same with the keys that lie in the data folder. `rotateAfterDays` is the setting. Never throws. */
export async function cryptoHealth(
  home: string,
  now: number,
  rotateAfterDays: number,
): Promise<CryptoHealth> {
  let problem: string | null = null
  const kept = await keyStore(home)
    .list()
    .catch((error: unknown) => {
      problem = (error as Error).message
      return []
    })
  const keys = kept.map((key) => {
    const ageDays = key.madeAt === null ? null : Math.max(0, Math.floor((now - key.madeAt) / DAY_MS))
    return { ...key, ageDays, due: ageDays !== null && ageDays >= rotateAfterDays }
  })
  return {
    report: suiteReport(),
    keys,
    masterKey: { file: masterKeyFile(home), inside: masterKeyInside(home) },
    problem,
  }
}
