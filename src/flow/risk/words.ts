import type { Environment } from '../policy/index.ts'
import type { ConsumerKind, RiskForm } from './model.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

/** executionEnv of TC609-6-2025-14, as the reasons say it. */
export const ENVIRONMENT_WORDS: Readonly<Record<Environment, Words>> = {
  '01': { zh: '使用控制', en: 'usage control' },
  '02': { zh: '数据沙箱', en: 'data sandbox' },
  '03': { zh: '安全多方计算', en: 'multi-party computation' },
  '04': { zh: '联邦学习', en: 'federated learning' },
  '05': { zh: '可信执行环境', en: 'trusted execution environment' },
  '06': { zh: '密态计算', en: 'computation on ciphertext' },
  '07': { zh: '其他环境', en: 'another environment' },
}

export const OUTPUT_WORDS: Readonly<Record<RiskForm['outputs'][number], Words>> = {
  table: { zh: '统计表', en: 'tables' },
  chart: { zh: '图表', en: 'charts' },
  report: { zh: '报告', en: 'reports' },
  model: { zh: '模型', en: 'models' },
  file: { zh: '文件', en: 'files' },
}

export const JOIN_WORDS: Readonly<Record<RiskForm['joins'], Words>> = {
  none: { zh: '不与其他数据连接', en: 'not joined with other data' },
  contract: { zh: '合约内各表相互连接', en: 'tables of the contract joined' },
  own: { zh: '与本机构数据连接', en: "joined with the body's own data" },
  external: { zh: '与其他机构数据连接', en: 'joined with data of others' },
}

export const CONSUMER_WORDS: Readonly<Record<ConsumerKind, Words>> = {
  public: { zh: '监管方、提供方或运营方', en: 'a supervisor, provider or operator' },
  service: { zh: '服务方', en: 'a service provider' },
  market: { zh: '市场使用方', en: 'a consumer in the market' },
}
